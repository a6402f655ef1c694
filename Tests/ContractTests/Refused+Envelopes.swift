import Contract

extension Refused {
    private static let long = String(repeating: "a", count: 129)
    private static let manyAttachments =
        "["
        + Array(repeating: #"{"url":"https://a.example/b","name":"b","type":"image/png","size":1}"#, count: 16)
        .joined(separator: ",") + "]"

    /// Rules on encoding, size, type and unknown fields.
    static let envelopes: [Refused] = [
        Refused(.messagePost, [("text", "a\u{0}b")], .badEncoding, "text"),
        Refused(.messagePost, [("text", "bell\u{7}")], .badEncoding, "text"),
        Refused(.messagePost, [("text", "line\r\n")], .badEncoding, "text"),
        Refused(.messagePost, [("text", "delete\u{7F}")], .badEncoding, "text"),
        Refused(.messagePost, [("text", "next\u{85}line")], .badEncoding, "text"),
        Refused(.messagePost, [("text", "é\u{9F}")], .badEncoding, "text"),
        Refused(.messagePost, [("id", "web\u{1}")], .badEncoding, "id"),
        Refused(.messagePost, [("category", "a\tb")], .badEncoding, "category"),
        Refused(.caseResolve, [("summary", "one\ntwo")], .badEncoding, "summary"),
        Refused(.messagePost, [("x-note", "a\nb")], .badEncoding, "x-note"),
        Refused(.messagePost, [("x-\u{1}", "a")], .badEncoding, "x-?"),
        Refused(.messagePost, [("language\u{0}", "en")], .badEncoding, "language?"),
        Refused(.messagePost, [("\u{0}tier", "P1")], .badEncoding, "?tier"),
        Refused(.messagePost, [("type", "\u{0}user.put")], .badEncoding, "type"),
        Refused(.messagePost, [("text", String(repeating: "a", count: 16_385))], .tooLarge, "text"),
        Refused(.messagePost, [("text", String(repeating: "é", count: 8_193))], .tooLarge, "text"),
        Refused(.caseOpen, [("text", String(repeating: "a", count: 16_385))], .tooLarge, "text"),
        Refused(.messagePost, [("id", long)], .tooLarge, "id"),
        Refused(.messagePost, [("conversation", long)], .tooLarge, "conversation"),
        Refused(.messagePost, [("user", long)], .tooLarge, "user"),
        Refused(.messagePost, [("reply_to", long)], .tooLarge, "reply_to"),
        Refused(.caseMerge, [("into", long)], .tooLarge, "into"),
        Refused(.caseAssign, [("to", long)], .tooLarge, "to"),
        Refused(.surveyAnswer, [("survey", long)], .tooLarge, "survey"),
        Refused(.messagePost, [("category", long + long)], .tooLarge, "category"),
        Refused(.messagePost, [("x-big", String(repeating: "a", count: 65_536))], .tooLarge, ""),
        Refused(.messagePost, (0..<60).map { ("x-\($0)", "1") }, .tooLarge, ""),
        Refused(.messagePost, [("attachments", manyAttachments)], .tooLarge, "attachments"),
        Refused(
            .adminPut,
            [("skills", (0..<65).map { "s\($0)" }.joined(separator: ","))],
            .tooLarge,
            "skills"
        ),
        Refused(.messagePost, [("type", "message.delete")], .unknownType, "type"),
        Refused(.messagePost, [("type", "Message.Post")], .unknownType, "type"),
        Refused(.messagePost, [("type", "message.posted")], .unknownType, "type"),
        Refused(.messagePost, [("type", String(repeating: "message.post", count: 3))], .unknownType, "type"),
        Refused(.messagePost, [("type", nil)], .missingField, "type"),
        Refused(.messagePost, [("colour", "red")], .unknownField, "colour"),
        Refused(.messagePost, [("X-colour", "red")], .unknownField, "X-colour"),
        Refused(.messagePost, [("x-", "red")], .unknownField, "x-"),
        Refused(.messagePost, [("", "red")], .unknownField, "?"),
        Refused(.messagePost, [("Text", "red")], .unknownField, "Text"),
        Refused(.caseSnooze, [("reason", "later")], .unknownField, "reason"),
        Refused(
            .messagePost,
            [(String(repeating: "n", count: 80), "1")],
            .unknownField,
            String(repeating: "n", count: 64)
        ),
    ]

    /// Fields that are needed in some cases only.
    static let demands: [Refused] = [
        Refused(.messagePost, [("role", "user"), ("user", nil)], .missingField, "user"),
        Refused(.messagePost, [("role", "admin"), ("user", nil)], .missingField, "admin"),
        Refused(.messagePost, [("role", "admin")], .missingField, "admin"),
        Refused(.messagePost, [("role", "bot"), ("admin", "thandi")], .missingField, "bot"),
        Refused(.caseUpdate, [("admin", nil)], .missingField, "admin"),
        Refused(.caseUpdate, [("admin", nil), ("service", "false")], .missingField, "admin"),
        Refused(.caseResolve, [("admin", nil)], .missingField, "admin"),
        Refused(.caseSpam, [("admin", nil), ("service", "yes")], .missingField, "admin"),
        Refused(.caseResolve, [("outcome", "rejected")], .missingField, "reason"),
        Refused(.caseResolve, [("outcome", "more_documents"), ("reason", "blurred")], .missingField, "next_steps"),
        Refused(.caseResolve, [("outcome", "warned"), ("next_steps", "read the rules")], .missingField, "reason"),
        Refused(.caseResolve, [("outcome", "suspended")], .missingField, "reason"),
        Refused(.caseResolve, [("outcome", "upheld")], .missingField, "reason"),
        Refused(.caseResolve, [("outcome", "revise"), ("reason", "photo")], .missingField, "next_steps"),
        Refused(.caseResolve, [("outcome", "refused"), ("reason", "late")], .missingField, "next_steps"),
        Refused(.caseOpen, [("amount", "10.00")], .missingField, "currency"),
        Refused(.caseOpen, [("currency", "ZAR")], .missingField, "amount"),
        Refused(.caseAssign, [("to", nil)], .missingField, "to"),
        Refused(.surveyAnswer, [("rating", nil)], .missingField, "rating"),
        Refused(.surveyAnswer, [("rating", nil), ("scale", "10")], .missingField, "rating"),
    ]

    /// Rules on who may publish what, when.
    static let publishers: [Refused] = [
        Refused(.messagePost, [("time", "2026-03-01T08:05:00.000001Z")], .timeInFuture, "time"),
        Refused(.messagePost, [("time", "2027-01-01T00:00:00Z")], .timeInFuture, "time"),
        Refused(.messagePost, [("time", "2026-02-28T07:59:59.999Z")], .badValue, "time"),
        Refused(.messagePost, [("source", "nobody")], .unauthorizedSource, "source"),
        Refused(.caseOpen, [("source", "console")], .unauthorizedSource, "source"),
        Refused(.messagePost, [("source", "app")], .unauthorizedSource, "source"),
        Refused(.messagePost, [("source", "bank")], .badSignature, "sig"),
        Refused(.messagePost, [("source", "bank"), ("sig", "")], .badSignature, "sig"),
        Refused(.messagePost, [("source", "bank"), ("sig", "v1=00")], .badSignature, "sig"),
        Refused(
            .messagePost,
            [("source", "bank"), ("sig", "v1=" + String(repeating: "0", count: 64))],
            .badSignature,
            "sig"
        ),
        Refused(
            .messagePost,
            [("source", "bank"), ("sig", "v2=" + String(repeating: "0", count: 64))],
            .badSignature,
            "sig"
        ),
        Refused(.messagePost, [("source", "keyless")], .badSignature, "sig"),
    ]
}
