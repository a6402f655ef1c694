import BusinessTime

extension ReportWords {
    /// The words for those who read French.
    package static let french = ReportWords(
        decimalMark: ",",
        thousandsMark: "\u{202F}",
        colon: "\u{A0}:",
        day: "j",
        phrases: [frenchColumns, frenchCells, frenchFigures].reduce(frenchTitles) { $0.merging($1) { _, new in new } },
        sentence: { finding, words in
            switch finding {
            case .kept(let name, let figure, let target):
                "\(words.phrase(name))\u{A0}: \(words.text(of: figure, beside: target)), objectif tenu "
                    + "(\(words.target(target)))."
            case .missed(let name, let figure, let target):
                "\(words.phrase(name))\u{A0}: \(words.text(of: figure, beside: target)), objectif manqué "
                    + "(\(words.target(target)))."
            case .gain(let now, let before):
                "\(now.id == "response.mean" ? "On répond plus vite" : "Les dossiers sont résolus plus tôt")\u{A0}: "
                    + "\(words.text(of: now, "après", before))."
            case .slow(let row, let own, let all):
                "Pour «\u{A0}\(words.phrase(row).replacing("_", with: " "))\u{A0}», on attend "
                    + "\(words.text(of: own))\u{A0}; en tout, \(words.text(of: all))."
            case .bottleneck(let place, let figure):
                "\(words.text(of: figure)) du temps de résolution se passe «\u{A0}\(words.phrase(place))\u{A0}»."
            case .step(let rule): frenchStep(rule)
            case .followUp(let name, let course, let now, let before):
                "\(words.phrase(name)), depuis le dernier plan\u{A0}: \(words.phrase(course.rawValue)), "
                    + "\(words.text(of: now, "après", before))."
            }
        },
        heading: { "\(frenchKind($0.kind)), \(frenchTitle($0))" },
        span: { "Du \($0) au \($1)" },
        issued: { "Établi le \($0)." }
    )

    private static func frenchKind(_ kind: ReportPeriod.Kind) -> String {
        switch kind {
        case .day: "Rapport du jour"
        case .weekly: "Rapport hebdomadaire"
        case .biweekly: "Rapport de transparence"
        case .monthly: "Rapport mensuel"
        case .quarterly: "Rapport trimestriel"
        }
    }

    private static func frenchTitle(_ period: ReportPeriod) -> String {
        switch period.kind {
        case .day: period.description
        case .weekly: "semaine \(period)"
        case .biweekly: "deux semaines jusqu’au \(period.lastDay)"
        case .monthly: "\(frenchMonths[period.first.month - 1]) \(period.first.year)"
        case .quarterly: "trimestre \((period.first.month + 2) / 3) de \(period.first.year)"
        }
    }

    private static let frenchMonths = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ]

    private static func frenchStep(_ rule: String) -> String {
        switch rule {
        case "kpi.A1", "kpi.A2":
            "Passer en revue les motifs d’escalade vers les services, et donner à la première ligne le savoir et les "
                + "droits pour le plus fréquent."
        case "kpi.A3": "Chercher les heures où les premières réponses tardent, et y déplacer des équipes."
        case "kpi.A4", "kpi.A5":
            "Faire traiter par chaque équipe, au début de son service, ce qui attend depuis le plus longtemps."
        case "kpi.A6", "kpi.A7", "kpi.A8":
            "Prendre les types de dossiers les plus longs à résoudre, et supprimer l’étape où ils restent le plus."
        case "kpi.A10", "kpi.A11": "Lire les commentaires des mauvaises notes, et former au thème le plus fréquent."
        case "kpi.A12": "Faire réparer d’abord le défaut le plus fréquent, et le dire à ceux qui l’ont signalé."
        case "kpi.A13": "Faire décider des signalements à chaque service, week-ends compris."
        case "kpi.A14": "Regarder ce qui est signalé à nouveau, et bloquer ses auteurs."
        case "kpi.A16": "Couvrir les heures du chat où personne n’était en ligne."
        case "bottleneck.us":
            "Chercher à quelles étapes et à quelles heures les dossiers restent le plus chez nous, et y mettre du monde."
        case "bottleneck": "Convenir d’un délai de réponse avec ceux que les dossiers attendent."
        default:
            "Écrire des articles et des modèles à ce sujet, et mettre en service plus d’administrateurs compétents."
        }
    }
}
