extension CommandType {
    /// The own fields of messages and of what opens, changes and ends a case.
    var caseFields: [FieldRule] {
        switch self {
        case .messagePost: messageFields
        case .caseOpen: openingFields
        case .caseResolve: resolutionFields
        case .caseUpdate:
            [
                FieldRule(.admin, .unless(.service, is: "true"), .id),
                FieldRule(.service, .optional, .boolean),
                FieldRule(.stage, .optional, .text),
                FieldRule(.eta, .optional, .time),
                FieldRule(.reason, .optional, .text),
                FieldRule(.text, .optional, .text),
            ]
        default:
            [
                FieldRule(.by, .required, .oneOf(["user", "admin"])),
                FieldRule(.reason, .optional, .text),
            ]
        }
    }

    private var messageFields: [FieldRule] {
        [
            FieldRule(.role, .required, .oneOf(["user", "admin", "bot"])),
            FieldRule(.text, .required, .text),
            FieldRule(.user, .when(.role, is: ["user"]), .id),
            FieldRule(.admin, .when(.role, is: ["admin"]), .id),
            FieldRule(.bot, .when(.role, is: ["bot"]), .id),
            FieldRule(.channel, .optional, .oneOf(Words.channels)),
            FieldRule(.language, .optional, .language),
            FieldRule(.region, .optional, .region),
            FieldRule(.category, .optional, .text),
            FieldRule(.tier, .optional, .text),
            FieldRule(.campaign, .optional, .text),
            FieldRule(.template, .optional, .text),
            FieldRule(.templateEdited, .optional, .boolean),
            FieldRule(.visibility, .optional, .oneOf(["public", "private"])),
            FieldRule(.attachments, .optional, .attachments),
            FieldRule(.replyTo, .optional, .id),
        ]
    }

    private var openingFields: [FieldRule] {
        [
            FieldRule(.kind, .required, .oneOf(Words.kinds)),
            FieldRule(.subject, .required, .text),
            FieldRule(.user, .required, .id),
            FieldRule(.counterparty, .optional, .id),
            FieldRule(.category, .optional, .text),
            FieldRule(.tier, .optional, .text),
            FieldRule(.reason, .optional, .text),
            FieldRule(.amount, .with(.currency), .amount),
            FieldRule(.currency, .with(.amount), .currency),
            FieldRule(.eta, .optional, .time),
            FieldRule(.text, .optional, .text),
            FieldRule(.logs, .optional, .json),
        ]
    }

    private var resolutionFields: [FieldRule] {
        [
            FieldRule(.admin, .unless(.service, is: "true"), .id),
            FieldRule(.service, .optional, .boolean),
            FieldRule(.summary, .required, .text),
            FieldRule(.outcome, .optional, .oneOf(Words.outcomes)),
            FieldRule(.reason, .when(.outcome, is: Words.outcomesWithReason), .text),
            FieldRule(.nextSteps, .when(.outcome, is: Words.outcomesWithSteps), .text),
            FieldRule(.rootCause, .optional, .text),
            FieldRule(.article, .optional, .text),
            FieldRule(.inFavourOf, .optional, .oneOf(["user", "counterparty"])),
            FieldRule(.impact, .optional, .text),
            FieldRule(.noSurvey, .optional, .text),
            FieldRule(.silent, .optional, .boolean),
        ]
    }
}
