extension Phrases {
    static let portuguese = Phrases(
        openings: [
            "general": ["Olá, tenho uma dúvida sobre a minha conta e não achei a resposta na ajuda."],
            "inquiry": [
                "Como faço para colocar o anúncio ({item}) em duas categorias?",
                "Quanto custa deixar o anúncio {ref} mais um mês no ar?",
            ],
            "complaint": ["É a terceira vez que escrevo sobre {ref} e ninguém responde. Estou decepcionado."],
            "ad_approval": [
                "O meu anúncio {ref} ({item}) espera aprovação desde ontem. Quando será publicado?",
                "Por que o anúncio ({item}) voltou? Segui todos os passos.",
            ],
            "listing_problem": [
                "As fotos do anúncio {ref} sumiram, só ficou a primeira.",
                "Não consigo mudar o preço do anúncio {ref}, o botão não faz nada.",
            ],
            "visibility": ["Paguei o destaque ({item}) e o anúncio não aparece na busca em {place}."],
            "payment_issue": [
                "Fui cobrado duas vezes pela mesma recarga, referência {ref}.",
                "O cartão foi recusado e há saldo. Pedido {ref}.",
            ],
            "refund": ["Cancelei o destaque no mesmo dia. Como recebo o meu dinheiro de volta, {ref}?"],
            "login_issue": [
                "Não consigo entrar, o código vai para o número antigo.",
                "O link da senha já chega expirado.",
            ],
            "account_verification": ["Enviei o documento há uma semana e continuo sem o selo."],
            "moderation": ["O anúncio {ref} parece golpe, o vendedor quer o dinheiro antes de mostrar."],
            "technical_issue": [
                "O aplicativo fecha quando coloco a foto ({item}).", "A página fica em branco ao salvar.",
            ],
            "verification": ["Por favor verifiquem a minha conta, os documentos vão em anexo."],
            "suspension": ["Vários compradores dizem que esta conta oferece o que não tem."],
            "appeal": ["Não concordo com a decisão. O objeto ({item}) é meu, segue o recibo."],
            "listing": ["Novo anúncio: {item}, {place}, pouco uso."],
            "payment": ["O pagamento não passou e o pedido continua aberto."],
            "flag": ["O objeto deste anúncio ({item}) é falso, a foto é de outro site."],
            "dispute": ["O que chegou ({item}) não é o do anúncio, e o vendedor não responde."],
            "platform_issue": ["O envio de foto termina sempre em erro."],
        ],
        additions: ["Esqueci de dizer: é o {ref}.", "Hoje continua igual.", "Mando uma imagem do que aparece."],
        answers: [
            "general": [
                "Olá {name}, obrigado por escrever. Verifiquei e corrigi; veja de novo, por favor.",
                "Olá {name}, entendi. Já funciona, e deixei anotado na sua conta.",
            ],
            "ad_approval": ["Olá {name}, revi o {ref}: faltava uma foto nítida. Já está no ar."],
            "listing_problem": ["Olá {name}, recoloquei as fotos do {ref} e conferi o preço."],
            "payment_issue": ["Olá {name}, achei os dois lançamentos do {ref}. Um deles volta para o cartão."],
            "login_issue": ["Olá {name}, mandei um link novo, válido por uma hora, e desbloqueei a conta."],
        ],
        questions: ["Olá {name}, qual é o número do anúncio, e o que aparece na tela?"],
        details: ["É o {ref}, no aplicativo, ontem à noite.", "Aqui está: {ref}. A tela só diz erro."],
        summaries: ["Vi o {ref} com o usuário e corrigi.", "Expliquei como se faz; está funcionando."],
        thanks: ["Obrigado", "Obrigada", "Muito obrigado", "Perfeito"],
        again: ["Voltou a acontecer hoje cedo.", "Ainda não funciona no {ref}, podem ver de novo?"],
        decisions: [
            "approved": "Está tudo em ordem.", "rejected": "Não pode ser aceito assim.",
            "more_documents": "Falta um documento.", "warned": "Uma regra foi quebrada; é um aviso.",
            "suspended": "A conta está suspensa.", "reinstated": "A conta foi reaberta.",
            "upheld": "A decisão é mantida.", "overturned": "A decisão foi desfeita.",
            "revise": "Corrija e envie de novo.", "fixed": "Voltou a funcionar.",
            "paid": "O dinheiro está a caminho.", "refused": "As condições não permitem.",
        ],
        steps: ["Envie uma foto nítida do documento inteiro.", "Corrija o que o motivo diz e envie de novo."],
        praise: ["Rápido e gentil, obrigado.", "Resolvido na primeira resposta.", "Explicou muito bem."],
        blame: ["Esperei demais pela resposta.", "Tive de explicar tudo duas vezes."],
        wishes: ["Mostrem em que ponto está o meu caso.", "Poder enviar várias fotos de uma vez."],
        items: ["bicicleta", "sofá", "geladeira", "violão", "apartamento", "notebook", "moto"]
    )
}
