import Contract

extension Refused {
    private static func attachment(_ members: String) -> [(String, String?)] {
        [("attachments", "[{\(members)}]")]
    }

    /// Values that do not have their field's shape.
    static let values: [Refused] = [
        Refused(.messagePost, [("id", "two words")], .badValue, "id"),
        Refused(.messagePost, [("id", "no\u{A0}break")], .badValue, "id"),
        Refused(.messagePost, [("id", "zero\u{200B}width")], .badValue, "id"),
        Refused(.messagePost, [("source", "Web")], .badValue, "source"),
        Refused(.messagePost, [("source", String(repeating: "w", count: 65))], .badValue, "source"),
        Refused(.messagePost, [("conversation", "u 42")], .badValue, "conversation"),
        Refused(.messagePost, [("time", "2026-03-01 08:00:00Z")], .badValue, "time"),
        Refused(.messagePost, [("time", "2026-03-01T08:00:00")], .badValue, "time"),
        Refused(.messagePost, [("time", "1772352000")], .badValue, "time"),
        Refused(.messagePost, [("traceparent", "00-abc-def-01")], .badValue, "traceparent"),
        Refused(
            .messagePost,
            [("traceparent", "00-00000000000000000000000000000000-b7ad6b7169203331-01")],
            .badValue,
            "traceparent"
        ),
        Refused(.messagePost, [("role", "User")], .badValue, "role"),
        Refused(.messagePost, [("channel", "fax")], .badValue, "channel"),
        Refused(.messagePost, [("language", "english_US")], .badValue, "language"),
        Refused(.messagePost, [("language", "e")], .badValue, "language"),
        Refused(.messagePost, [("region", "ZZ")], .badValue, "region"),
        Refused(.messagePost, [("region", "za")], .badValue, "region"),
        Refused(.messagePost, [("region", "ZAF")], .badValue, "region"),
        Refused(.messagePost, [("template_edited", "yes")], .badValue, "template_edited"),
        Refused(.messagePost, [("visibility", "hidden")], .badValue, "visibility"),
        Refused(.messagePost, [("visibility", "private")], .badValue, "visibility"),
        Refused(.messagePost, [("reply_to", "a b")], .badValue, "reply_to"),
        Refused(.messagePost, [("attachments", "https://a.example/b.png")], .badValue, "attachments"),
        Refused(.messagePost, [("attachments", "{}")], .badValue, "attachments"),
        Refused(.messagePost, [("attachments", "[{}]")], .badValue, "attachments"),
        Refused(.messagePost, [("attachments", "\u{FEFF}[]")], .badValue, "attachments"),
        Refused(.messagePost, [("attachments", "[],")], .badValue, "attachments"),
        Refused(
            .messagePost,
            attachment(#""url":"http://a.example/b","name":"b","type":"image/png","size":1"#),
            .badValue,
            "attachments"
        ),
        Refused(
            .messagePost,
            attachment(#""url":"https://a.example/b","name":"b","type":"image/png","size":1,"size":2"#),
            .badValue,
            "attachments"
        ),
        Refused(
            .messagePost,
            attachment(#""url":"https://a.example/b","name":"b","type":"image/png","size":1,"#),
            .badValue,
            "attachments"
        ),
        Refused(
            .messagePost,
            attachment(#""url":"https://a.example/b","name":"b","type":"image/png","size":"1""#),
            .badValue,
            "attachments"
        ),
        Refused(
            .messagePost,
            attachment(#""url":"https://a.example/b","name":"b","type":"image/png","size":1.5"#),
            .badValue,
            "attachments"
        ),
        Refused(
            .messagePost,
            attachment(#""url":"https://a.example/b","name":"b\u0000","type":"image/png","size":1"#),
            .badValue,
            "attachments"
        ),
        Refused(
            .messagePost,
            attachment(#""url":"https://a.example/b","name":"b","type":"png","size":1"#),
            .badValue,
            "attachments"
        ),
        Refused(
            .messagePost,
            attachment(#""url":"https://a.example/b","name":"b","type":"image/png","size":1,"by":"me""#),
            .badValue,
            "attachments"
        ),
        Refused(.caseOpen, [("kind", "conversation")], .badValue, "kind"),
        Refused(.caseOpen, [("amount", "10,00"), ("currency", "ZAR")], .badValue, "amount"),
        Refused(.caseOpen, [("amount", "-1"), ("currency", "ZAR")], .badValue, "amount"),
        Refused(.caseOpen, [("amount", "1"), ("currency", "Rand")], .badValue, "currency"),
        Refused(.caseOpen, [("amount", "1"), ("currency", "XXX")], .badValue, "currency"),
        Refused(.caseOpen, [("eta", "tomorrow")], .badValue, "eta"),
        Refused(.caseOpen, [("logs", "{'a':1}")], .badValue, "logs"),
        Refused(.caseOpen, [("logs", #"{"a":1,"a":2}"#)], .badValue, "logs"),
        Refused(.caseUpdate, [("service", "1")], .badValue, "service"),
        Refused(.caseResolve, [("outcome", "won")], .badValue, "outcome"),
        Refused(.caseResolve, [("in_favour_of", "nobody")], .badValue, "in_favour_of"),
        Refused(.caseResolve, [("silent", "TRUE")], .badValue, "silent"),
        Refused(.caseReopen, [("by", "bot")], .badValue, "by"),
        Refused(.caseWait, [("for", "admin")], .badValue, "for"),
        Refused(.caseSnooze, [("until", "2026-13-01T00:00:00Z")], .badValue, "until"),
        Refused(.caseMerge, [("into", "u-42")], .badValue, "into"),
        Refused(.surveyAnswer, [("rating", "0")], .badValue, "rating"),
        Refused(.surveyAnswer, [("rating", "6")], .badValue, "rating"),
        Refused(.surveyAnswer, [("rating", "11"), ("scale", "10")], .badValue, "rating"),
        Refused(.surveyAnswer, [("rating", "05")], .badValue, "rating"),
        Refused(.surveyAnswer, [("rating", "4.5")], .badValue, "rating"),
        Refused(.surveyAnswer, [("scale", "7")], .badValue, "scale"),
        Refused(.surveyAnswer, [("clarity", "6")], .badValue, "clarity"),
        Refused(.userPut, [("email", "name.example.org")], .badValue, "email"),
        Refused(.userPut, [("email", "a..b@example.org")], .badValue, "email"),
        Refused(.userPut, [("email", "a@localhost")], .badValue, "email"),
        Refused(.userPut, [("timezone", "+02:00")], .badValue, "timezone"),
        Refused(.userPut, [("timezone", "Africa//Johannesburg")], .badValue, "timezone"),
        Refused(.userPut, [("verified", "t")], .badValue, "verified"),
        Refused(.userPut, [("channels", "email,pigeon")], .badValue, "channels"),
        Refused(.userPut, [("channels", "email,email")], .badValue, "channels"),
        Refused(.userPut, [("channels", "email,,in_app")], .badValue, "channels"),
        Refused(.userPut, [("webhook", "http://a.example/hook")], .badValue, "webhook"),
        Refused(.userPut, [("webhook", "https://user@a.example/hook")], .badValue, "webhook"),
        Refused(.userPut, [("webhook", "https://bücher.example/hook")], .badValue, "webhook"),
        Refused(.mailBounce, [("mail", "")], .missingField, "mail"),
        Refused(.mailBounce, [("encoding", "uuencode")], .badValue, "encoding"),
        Refused(.userPut, [("active_listings", "-1")], .badValue, "active_listings"),
        Refused(.adminPut, [("languages", "en;zu")], .badValue, "languages"),
        Refused(.adminPut, [("regions", "ZA,XX")], .badValue, "regions"),
        Refused(.adminPut, [("capacity", "ten")], .badValue, "capacity"),
        Refused(.adminPut, [("senior", ""), ("active", "no")], .badValue, "active"),
        Refused(.adminPresence, [("status", "busy")], .badValue, "status"),
        Refused(.usagePut, [("period", "2026-13")], .badValue, "period"),
        Refused(.usagePut, [("period", "2026-2")], .badValue, "period"),
        Refused(.usagePut, [("active_users", "18,000")], .badValue, "active_users"),
    ]
}
