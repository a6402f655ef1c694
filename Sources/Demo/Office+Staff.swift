extension Office {
    /// The admins: six teams, three places.
    static let staff: [Colleague] =
        southAfrica + senegal + brazil

    private static let southAfrica = [
        admin("zanele", "Zanele Dube", "first_line", "en,zu", .johannesburg, pace: 0.8, warmth: 0.8),
        admin("riaan", "Riaan Botha", "first_line", "en,af", .johannesburg, pace: 1.1, warmth: 0.1),
        admin("sibusiso", "Sibusiso Ngcobo", "listings", "en,zu", .johannesburg, pace: 0.9, warmth: 0.4),
        admin("johan", "Johan Pretorius", "listings", "en,af", .johannesburg, pace: 1.5, warmth: -0.6),
        admin("karin", "Karin Steyn", "payments", "en,af", .johannesburg, pace: 1.0, warmth: 0.3),
        admin("lindiwe", "Lindiwe Zulu", "trust", "en,zu", .johannesburg, pace: 0.8, warmth: 0.5),
        admin("esther", "Esther Banda", "trust", "en,fr", .johannesburg, pace: 1.0, warmth: 0.2),
        admin("themba", "Themba Sithole", "technical", "en,zu", .johannesburg, pace: 1.1, warmth: 0.1),
        admin("nomsa", "Nomsa Radebe", "seniors", "en,zu,fr", .johannesburg, pace: 0.9, warmth: 0.7),
    ]

    private static let senegal = [
        admin("ibrahima", "Ibrahima Ndiaye", "first_line", "fr,en", .dakar, pace: 0.9, warmth: 0.5),
        admin("mariama", "Mariama Ba", "first_line", "fr,en", .dakar, pace: 1.0, warmth: 0.4),
        admin("aissatou", "Aissatou Sow", "listings", "fr,en", .dakar, pace: 0.9, warmth: 0.6),
        admin("moussa", "Moussa Fall", "payments", "fr,en", .dakar, pace: 1.2, warmth: -0.2),
        admin("ousmane", "Ousmane Gueye", "trust", "fr,en", .dakar, pace: 1.0, warmth: 0.3),
        admin("cheikh", "Cheikh Diouf", "technical", "fr,en", .dakar, pace: 1.0, warmth: 0.2),
        admin("awa", "Awa Sarr", "seniors", "fr,en", .dakar, pace: 0.9, warmth: 0.6),
    ]

    private static let brazil = [
        admin("camila", "Camila Rocha", "first_line", "pt,es,en", .saoPaulo, pace: 0.8, warmth: 0.7),
        admin("tiago", "Tiago Nunes", "first_line", "pt,en", .saoPaulo, pace: 1.0, warmth: 0.3),
        admin("lucia", "Lucía Herrera", "first_line", "es,pt,en", .saoPaulo, pace: 1.0, warmth: 0.5),
        admin("rafaela", "Rafaela Lima", "listings", "pt,es,en", .saoPaulo, pace: 1.0, warmth: 0.4),
        admin("beatriz", "Beatriz Prado", "payments", "pt,es,en", .saoPaulo, pace: 0.9, warmth: 0.4),
        admin("joaquim", "Joaquim Alves", "trust", "pt,es,en", .saoPaulo, pace: 1.1, warmth: 0.2),
        admin("paulo", "Paulo Teixeira", "technical", "pt,es,en", .saoPaulo, pace: 1.2, warmth: 0.0),
        admin("helena", "Helena Duarte", "seniors", "pt,es,en", .saoPaulo, pace: 0.9, warmth: 0.6),
    ]

    /// What the teams' admins know, in the words of the default policy.
    static func skills(of team: String) -> String? {
        switch team {
        case "listings": "listings"
        case "payments": "payments"
        case "trust": "moderation"
        case "technical": "technical"
        case "seniors": "listings,payments,moderation,technical"
        default: nil
        }
    }

    private static func admin(
        _ id: String,
        _ name: String,
        _ team: String,
        _ languages: String,
        _ zone: Zone,
        pace: Double,
        warmth: Double
    ) -> Colleague {
        let region =
            switch zone {
            case .johannesburg: "ZA"
            case .dakar: "SN"
            case .saoPaulo, .bogota: "BR"
            }
        return Colleague(
            id: id,
            name: name,
            team: team,
            languages: languages.split(separator: ",").map(String.init),
            region: region,
            zone: zone,
            pace: pace,
            warmth: warmth,
            templates: 0.3 + 0.3 * (1 - pace + 0.5)
        )
    }
}
