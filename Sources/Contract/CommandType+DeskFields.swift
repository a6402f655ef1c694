extension CommandType {
    /// The own fields of what an admin does with a case.
    var deskFields: [FieldRule] {
        let admin = FieldRule(.admin, .required, .id)
        return switch self {
        case .caseCategorize:
            [admin, FieldRule(.category, .required, .text), FieldRule(.tier, .optional, .text)]
        case .caseAssign:
            [
                admin,
                FieldRule(.to, .unlessAny([.team]), .id),
                FieldRule(.team, .optional, .text),
                FieldRule(.reason, .optional, .text),
            ]
        case .caseEscalate:
            [
                admin,
                FieldRule(.to, .required, .text),
                FieldRule(.reason, .required, .text),
                FieldRule(.note, .optional, .text),
            ]
        case .caseHandBack:
            [admin, FieldRule(.answer, .required, .text)]
        case .caseWait:
            [
                admin,
                FieldRule(.for, .required, .oneOf(["user", "third_party"])),
                FieldRule(.until, .optional, .time),
            ]
        case .caseSnooze:
            [admin, FieldRule(.until, .required, .time)]
        case .caseMerge:
            [admin, FieldRule(.into, .required, .id)]
        case .caseSpam:
            [
                FieldRule(.admin, .unless(.service, is: "true"), .id),
                FieldRule(.service, .optional, .boolean),
            ]
        default:
            [admin]
        }
    }

    /// The own fields of an answer to a survey.
    var surveyFields: [FieldRule] {
        let answers: [FieldName] = [
            .easeOfUse, .responseTime, .helpfulness, .clarity, .comment, .suggestion,
        ]
        return [
            FieldRule(.survey, .required, .id),
            FieldRule(.rating, .unlessAny(answers), .rating),
            FieldRule(.scale, .optional, .oneOf(["5", "10"])),
            FieldRule(.easeOfUse, .optional, .rating),
            FieldRule(.responseTime, .optional, .rating),
            FieldRule(.helpfulness, .optional, .rating),
            FieldRule(.clarity, .optional, .rating),
            FieldRule(.comment, .optional, .text),
            FieldRule(.suggestion, .optional, .text),
        ]
    }
}
