import Contract

/// A user of the site.
struct Client: Sendable {
    let id: String
    let name: String
    let language: String
    let region: String
    let zone: Zone
    let isVerified: Bool
    let listings: Int
    /// Where this user usually writes from.
    let channel: String

    /// The user of that number, always the same one.
    init(_ number: Int, seed: UInt64) {
        var dice = Dice(seed, 0xC11E_4701, UInt64(number))
        let origin = dice.pick(weighted: Self.origins)
        id = "demo-u\(number)"
        name = "\(dice.pick(origin.first)) \(dice.pick(origin.last))"
        language = dice.pick(weighted: origin.languages)
        region = dice.pick(origin.regions)
        zone = origin.zone
        isVerified = dice.chance(0.35)
        listings = dice.chance(0.6) ? dice.whole(1...9) : 0
        channel = dice.pick(weighted: [
            ("web", 0.38), ("in_app", 0.34), ("email", 0.18), ("social", 0.09), ("api", 0.01),
        ])
    }

    /// The directory entry, as of the day it was made.
    func entry(at time: Int, id entryID: String) -> DemoEntry {
        DemoEntry(
            .userPut,
            at: time,
            [
                ("id", entryID), ("user", id), ("name", name), ("email", "\(id)@mail.example"),
                ("language", language), ("region", region), ("timezone", zone.rawValue),
                ("verified", isVerified ? "true" : "false"), ("active_listings", "\(listings)"),
            ]
        )
    }

    private struct Origin: Sendable {
        var zone: Zone
        var regions: [String]
        var languages: [(String, Double)]
        var first: [String]
        var last: [String]
    }

    private static let origins: [(Origin, Double)] = [
        (
            Origin(
                zone: .johannesburg,
                regions: ["ZA", "ZA", "ZA", "BW", "NA", "LS"],
                languages: [("en", 0.84), ("af", 0.1), ("zu", 0.06)],
                first: [
                    "Lerato", "Pieter", "Ayanda", "Megan", "Sipho", "Naledi", "Hendrik", "Priya", "Kagiso", "Anja",
                ],
                last: ["Mokoena", "van Zyl", "Naidoo", "Khumalo", "Smith", "Molefe", "Jacobs", "Pillay", "Coetzee"]
            ), 0.46
        ),
        (
            Origin(
                zone: .dakar,
                regions: ["SN", "SN", "CI", "ML", "GN"],
                languages: [("fr", 0.95), ("en", 0.05)],
                first: ["Fatou", "Mamadou", "Khady", "Abdou", "Rokhaya", "Yaya", "Bintou", "Seydou", "Astou", "Issa"],
                last: ["Diop", "Kone", "Traore", "Sy", "Camara", "Faye", "Cisse", "Toure", "Mbaye"]
            ), 0.24
        ),
        (
            Origin(
                zone: .saoPaulo,
                regions: ["BR", "BR", "BR", "PT", "MZ"],
                languages: [("pt", 0.97), ("en", 0.03)],
                first: ["Ana", "Bruno", "Carla", "Diego", "Elisa", "Felipe", "Gabriela", "Hugo", "Joana", "Marcos"],
                last: ["Silva", "Santos", "Oliveira", "Pereira", "Costa", "Ferreira", "Gomes", "Moraes", "Barros"]
            ), 0.18
        ),
        (
            Origin(
                zone: .bogota,
                regions: ["CO", "CO", "PE", "EC", "MX"],
                languages: [("es", 0.98), ("en", 0.02)],
                first: ["Sofía", "Andrés", "Valentina", "Mateo", "Paula", "Javier", "Elena", "Tomás", "Marta", "Iván"],
                last: ["Rojas", "Gómez", "Castro", "Vargas", "Molina", "Peña", "Ríos", "Salazar", "Ortega"]
            ), 0.12
        ),
    ]
}
