extension Phrases {
    static let spanish = Phrases(
        openings: [
            "general": ["Hola, tengo una duda sobre mi cuenta y no encuentro la respuesta en la ayuda."],
            "inquiry": [
                "¿Cómo pongo el anuncio ({item}) en dos categorías?",
                "¿Cuánto cuesta dejar el anuncio {ref} un mes más?",
            ],
            "complaint": ["Es la tercera vez que escribo por {ref} y nadie contesta. Estoy decepcionada."],
            "ad_approval": [
                "Mi anuncio {ref} ({item}) espera aprobación desde ayer. ¿Cuándo se publica?",
                "¿Por qué me devolvieron el anuncio ({item})? Seguí todos los pasos.",
            ],
            "listing_problem": [
                "Desaparecieron las fotos del anuncio {ref}, solo queda la primera.",
                "No puedo cambiar el precio del anuncio {ref}, el botón no hace nada.",
            ],
            "visibility": ["Pagué el destacado ({item}) y el anuncio no aparece en la búsqueda en {place}."],
            "payment_issue": [
                "Me cobraron dos veces la misma recarga, referencia {ref}.",
                "La tarjeta fue rechazada y tiene saldo. Pedido {ref}.",
            ],
            "refund": ["Cancelé el destacado el mismo día. ¿Cómo recupero mi dinero de {ref}?"],
            "login_issue": [
                "No puedo entrar, el código va al número viejo.", "El enlace de la contraseña llega vencido.",
            ],
            "account_verification": ["Envié mi documento hace una semana y sigo sin la insignia."],
            "moderation": ["El anuncio {ref} parece una estafa, el vendedor pide el dinero antes de mostrar."],
            "technical_issue": [
                "La aplicación se cierra al subir la foto ({item}).", "La página queda en blanco al guardar.",
            ],
            "verification": ["Por favor verifiquen mi cuenta, adjunto los documentos."],
            "suspension": ["Varios compradores dicen que esta cuenta ofrece lo que no tiene."],
            "appeal": ["No estoy de acuerdo con la decisión. El objeto ({item}) es mío, adjunto el recibo."],
            "listing": ["Nuevo anuncio: {item}, {place}, poco uso."],
            "payment": ["El pago no pasó y el pedido sigue abierto."],
            "flag": ["El objeto de este anuncio ({item}) es falso, la foto es de otro sitio."],
            "dispute": ["Lo que llegó ({item}) no es lo del anuncio, y el vendedor no responde."],
            "platform_issue": ["Subir una foto termina siempre en error."],
        ],
        additions: ["Olvidé decir que es el {ref}.", "Hoy sigue igual.", "Adjunto una imagen de lo que veo."],
        answers: [
            "general": [
                "Hola {name}, gracias por escribir. Lo revisé y quedó corregido; mire otra vez, por favor.",
                "Hola {name}, entiendo. Ya funciona, y lo dejé anotado en su cuenta.",
            ],
            "ad_approval": ["Hola {name}, revisé {ref}: faltaba una foto nítida. Ya está publicado."],
            "payment_issue": ["Hola {name}, encontré los dos cargos de {ref}. Uno vuelve a su tarjeta."],
            "login_issue": ["Hola {name}, le envié un enlace nuevo, válido una hora, y desbloqueé la cuenta."],
        ],
        questions: ["Hola {name}, ¿qué número tiene el anuncio y qué ve en la pantalla?"],
        details: ["Es el {ref}, en la aplicación, anoche.", "Aquí está: {ref}. La pantalla solo dice error."],
        summaries: ["Revisé {ref} con el usuario y quedó corregido.", "Expliqué cómo se hace; ya funciona."],
        thanks: ["Gracias", "Muchas gracias", "Perfecto"],
        again: ["Volvió a pasar esta mañana.", "Todavía no funciona en {ref}, ¿pueden mirar otra vez?"],
        decisions: [
            "approved": "Todo está en orden.", "rejected": "No se puede aceptar así.",
            "more_documents": "Falta un documento.", "warned": "Se incumplió una regla; es un aviso.",
            "suspended": "La cuenta queda suspendida.", "reinstated": "La cuenta vuelve a estar abierta.",
            "upheld": "La decisión se mantiene.", "overturned": "La decisión queda anulada.",
            "revise": "Corrija y envíe de nuevo.", "fixed": "Vuelve a funcionar.",
            "paid": "El dinero está en camino.", "refused": "Las condiciones no lo permiten.",
        ],
        steps: ["Envíe una foto nítida del documento entero.", "Corrija lo que dice el motivo y envíe de nuevo."],
        praise: ["Rápido y amable, gracias.", "Resuelto con la primera respuesta.", "Lo explicó muy bien."],
        blame: ["Esperé demasiado la respuesta.", "Tuve que explicar todo dos veces."],
        wishes: ["Muestren en qué punto está mi caso.", "Poder subir varias fotos a la vez."],
        items: ["bicicleta", "sofá", "nevera", "guitarra", "apartamento", "portátil", "moto"]
    )
}
