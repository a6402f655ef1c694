extension CommandType {
    /// The own fields of what is said about users, admins and the office.
    var directoryFields: [FieldRule] {
        switch self {
        case .userPut: userFields
        case .userErase: [FieldRule(.user, .required, .id), FieldRule(.reason, .optional, .text)]
        case .adminPut: adminFields
        case .adminPresence:
            [
                FieldRule(.admin, .required, .id),
                FieldRule(.status, .required, .oneOf(["online", "away", "offline"])),
            ]
        case .mailBounce:
            [FieldRule(.mail, .required, .text), FieldRule(.encoding, .optional, .oneOf(["base64"]))]
        default:
            [
                FieldRule(.period, .required, .month),
                FieldRule(.activeUsers, .required, Self.count),
                FieldRule(.campaign, .optional, .text),
                FieldRule(.reach, .optional, Self.count),
            ]
        }
    }

    private var userFields: [FieldRule] {
        [
            FieldRule(.user, .required, .id),
            FieldRule(.name, .optional, .text),
            FieldRule(.email, .optional, .email),
            FieldRule(.language, .optional, .language),
            FieldRule(.region, .optional, .region),
            FieldRule(.timezone, .optional, .timeZone),
            FieldRule(.verified, .optional, .boolean),
            FieldRule(.channels, .optional, Self.noticeChannels),
            FieldRule(.webhook, .optional, .webAddress),
            FieldRule(.activeListings, .optional, Self.count),
        ]
    }

    private var adminFields: [FieldRule] {
        [
            FieldRule(.admin, .required, .id),
            FieldRule(.name, .optional, .text),
            FieldRule(.email, .optional, .email),
            FieldRule(.team, .optional, .text),
            FieldRule(.languages, .optional, .list(of: .language, atMost: Limits.listCount)),
            FieldRule(.regions, .optional, .list(of: .region, atMost: CountryCode.count)),
            FieldRule(.skills, .optional, .list(of: .label, atMost: Limits.listCount)),
            FieldRule(.capacity, .optional, .integer(0...100_000)),
            FieldRule(.calendar, .optional, .text),
            FieldRule(.senior, .optional, .boolean),
            FieldRule(.active, .optional, .boolean),
        ]
    }

    private static let noticeChannels = ValueShape.list(
        of: .oneOf(Words.noticeChannels),
        atMost: Words.noticeChannels.count
    )

    /// A count of people or things.
    private static let count = ValueShape.integer(0...1_000_000_000_000)
}
