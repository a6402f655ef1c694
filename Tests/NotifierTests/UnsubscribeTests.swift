import Contract
import Mail
import Pipeline
import Postgres
import SiteKit
import Testing

@testable import Notifier

/// Ending mail by its link, over HTTP and a real database, and what still comes then.
struct UnsubscribeTests {
    private static let resolved: Fields = [
        "user": "u-1", "admin": "a-1", "actor": "admin:a-1", "summary": "Paid back", "asked": "Where is my money?",
    ]

    private func notifier(language: String = "fr") async throws -> DatabaseNotifier {
        let notifier = try await DatabaseNotifier.open()
        try await notifier.user("u-1", ["email": "amina@example.org", "language": language])
        return notifier
    }

    /// The path of the link in the last mail.
    private func path(_ notifier: DatabaseNotifier) async throws -> String {
        try await notifier.tell(notifier.event("case.replied", LetterFlowTests.reply))
        let link = try #require(notifier.sender.parcels.last?.mail?.unsubscribe?.text)
        return String(link.dropFirst("https://saypro.online".count))
    }

    /// Lets the notifier take the letters that the page has sent.
    private func takeLetters(_ notifier: DatabaseNotifier) async throws {
        let rows = try await notifier.session.query(
            Statement("DELETE FROM pipeline.mail_notifier RETURNING partition::bigint, kind, fields")
        )
        for row in rows {
            try await notifier.receive(row.text(1), at: Int(row.int(0)), try Fields(json: row.text(2)))
        }
    }

    private func unsubscribed(_ notifier: DatabaseNotifier) async throws -> Int64 {
        try await notifier.count("SELECT count(*) FROM notifier.people WHERE unsubscribed_at IS NOT NULL")
    }

    @Test
    func `one click of a mail program ends mail; it needs no cookie, no token of the dashboard and no redirect`()
        async throws
    {
        let notifier = try await notifier()
        let path = try await path(notifier)
        try await RunningSite.run(notifier) { site async throws -> Void in
            let answer = try await site.ask(path, headers: [:], form: "List-Unsubscribe=One-Click")
            #expect(answer.status == 200)
            #expect(answer["Set-Cookie"] == nil)
            #expect(answer.body.contains("Vous ne recevrez plus"))
        }
        try await takeLetters(notifier)
        #expect(try await unsubscribed(notifier) == 1)
        let sent = notifier.sender.parcels.count
        try await notifier.tell(notifier.event("case.replied", LetterFlowTests.reply))
        #expect(notifier.sender.parcels.count == sent)
        #expect(try await notifier.ledger().last == "replied u-1 email suppressed unsubscribed")
        await notifier.close()
    }

    @Test
    func `a program that takes it back reads that mail comes again`() async throws {
        let notifier = try await notifier()
        let path = try await path(notifier)
        try await RunningSite.run(notifier) { site async throws -> Void in
            #expect(try await site.ask(path, headers: [:], form: "List-Unsubscribe=One-Click").status == 200)
            try await takeLetters(notifier)
            #expect(try await unsubscribed(notifier) == 1)
            let answer = try await site.ask(path, headers: [:], form: "List-Unsubscribe=Undo")
            #expect(answer.status == 200)
            #expect(answer.body.contains("Vous recevez à nouveau"))
            #expect(!answer.body.contains("Vous ne recevrez plus"))
        }
        try await takeLetters(notifier)
        #expect(try await unsubscribed(notifier) == 0)
        await notifier.close()
    }

    @Test
    func `the other form that a mail program may send counts as well`() async throws {
        let notifier = try await notifier()
        let path = try await path(notifier)
        let form = """
            --x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n
            """
        try await RunningSite.run(notifier) { site async throws -> Void in
            let type = "multipart/form-data; boundary=x"
            #expect(try await site.ask(path, headers: [:], form: form, type: type).status == 200)
            try await takeLetters(notifier)
            #expect(try await unsubscribed(notifier) == 1)
            let undo = form.replacing("One-Click", with: "Undo")
            #expect(try await site.ask(path, headers: [:], form: undo, type: type).status == 200)
        }
        try await takeLetters(notifier)
        #expect(try await unsubscribed(notifier) == 0)
        await notifier.close()
    }

    @Test
    func `a scanner that opens the link a hundred times ends nothing, and reads a page that loads nothing`()
        async throws
    {
        let notifier = try await notifier()
        let path = try await path(notifier)
        try await RunningSite.run(notifier) { site async throws -> Void in
            for _ in 0..<50 {
                for method in ["GET", "HEAD"] {
                    let answer = try await site.ask(path, method: method)
                    #expect(answer.status == 200)
                    #expect(answer["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true)
                    #expect(answer["Cache-Control"] == "no-store")
                }
            }
        }
        #expect(try await notifier.count("SELECT count(*) FROM pipeline.mail_notifier") == 0)
        #expect(try await unsubscribed(notifier) == 0)
        await notifier.close()
    }

    @Test
    func `a person reads it in their language, taps once, and can take it back`() async throws {
        let notifier = try await notifier()
        let path = try await path(notifier)
        try await RunningSite.run(notifier) { site async throws -> Void in
            let page = try await site.ask(path)
            #expect(page.body.contains("<html lang=\"fr\">"))
            #expect(page.body.contains("name=\"List-Unsubscribe\" value=\"One-Click\""))
            #expect(try await site.ask("\(path)?lang=en").body.contains("No more e-mail?"))
            let sent = try await site.ask(path, form: "List-Unsubscribe=One-Click")
            #expect((sent.status, sent["Location"]) == (303, "\(path)?done=1"))
            #expect(try await site.ask("\(path)?done=1").body.contains("Vous ne recevrez plus"))
            try await takeLetters(notifier)
            #expect(try await unsubscribed(notifier) == 1)
            #expect(try await site.ask(path).body.contains("value=\"Undo\""))
            #expect(try await site.ask(path, form: "List-Unsubscribe=Undo")["Location"] == "\(path)?done=0")
        }
        try await takeLetters(notifier)
        #expect(try await unsubscribed(notifier) == 0)
        await notifier.close()
    }

    @Test(
        arguments: [
            ([:], "In the application you still see all of it."),
            (["channels": "in_app,email"], "In the application you still see all of it."),
            (["channels": "email"], "E-mail is the only way by which you get it"),
            (["channels": "email,webhook"], "E-mail is the only way by which you get it"),
            (["channels": "email,webhook", "webhook": "https://h.example.org"], "by the webhook that you use"),
        ] as [(Fields, String)]
    )
    func `the page says what is left without mail`(_ more: Fields, _ left: String) async throws {
        let notifier = try await DatabaseNotifier.open()
        var user: Fields = ["email": "amina@example.org", "language": "en"]
        for field in more { user.set(field.name, to: field.value) }
        try await notifier.user("u-1", user)
        let path = try await path(notifier)
        try await RunningSite.run(notifier) { site async throws -> Void in
            let body = try await site.ask(path).body
            let told = [
                "In the application you still", "E-mail is the only way", "by the webhook that you use",
            ].filter { body.contains($0) }
            #expect(told.count == 1 && body.contains(left), "\(told)")
        }
        await notifier.close()
    }

    @Test
    func `wrong links, other forms and floods change nothing`() async throws {
        let notifier = try await notifier()
        let path = try await path(notifier)
        try await RunningSite.run(notifier) { site async throws -> Void in
            for wrong in ["x", UUIDv7.generate().description, "'%20OR%201=1", "%00"] {
                #expect(try await site.ask("/unsubscribe/\(wrong)").status == 404)
                #expect(try await site.ask("/unsubscribe/\(wrong)", form: "List-Unsubscribe=One-Click").status == 404)
            }
            for form in ["", "List-Unsubscribe=Yes", "x=One-Click"] {
                #expect(try await site.ask(path, form: form).status == 400)
            }
            let foreign = ["Accept": "text/html", "Sec-Fetch-Site": "cross-site"]
            #expect(try await site.ask(path, headers: foreign, form: "List-Unsubscribe=One-Click").status == 403)
            // All at once: one after the other they would be no flood on a busy machine.
            let statuses = try await withThrowingTaskGroup(of: Int.self) { flood in
                for _ in 0..<130 { flood.addTask { try await site.ask(path, form: "x=1").status } }
                return try await flood.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(statuses == [400, 429])
        }
        #expect(try await notifier.count("SELECT count(*) FROM pipeline.mail_notifier") == 0)
        await notifier.close()
    }

    @Test
    func `receipts and decisions come by mail in any case, without a link that would not end them`() async throws {
        let notifier = try await notifier()
        let partition = notifier.partitioning.partition(of: "u-1")
        try await notifier.receive(
            Outbox.Kind.unsubscribe,
            at: partition,
            ["audience": "user", "recipient": "u-1"]
        )
        try await notifier.tell(notifier.event("case.resolved", Self.resolved))
        #expect(try await notifier.ledger() == ["resolved u-1 email queued"])
        let message = try #require(notifier.sender.parcels.last?.mail)
        #expect(message.unsubscribe == nil)
        #expect(!message.composed().isEmpty)
        #expect(!message.text.contains("/unsubscribe/"))
        await notifier.close()
    }

    @Test
    func `the policy can have receipts end as well`() async throws {
        let notifier = try await DatabaseNotifier.open(policy: [
            ("resolved:      { template: resolved }", "resolved:      { template: resolved, essential: false }")
        ])
        try await notifier.user("u-1", ["email": "amina@example.org"])
        try await notifier.tell(notifier.event("case.resolved", Self.resolved))
        #expect(notifier.sender.parcels.last?.mail?.unsubscribe != nil)
        await notifier.close()
    }

    @Test
    func `what is held or to be tried again when somebody unsubscribes does not go out any more`() async throws {
        let notifier = try await notifier()
        _ = try await path(notifier)
        let parcel = try #require(notifier.sender.parcels.last)
        try await notifier.report(parcel, .again, "smtp_451")
        try await notifier.tell(notifier.event("case.updated", ["user": "u-1", "actor": "admin:a-1", "text": "News"]))
        try await notifier.tell(notifier.event("case.resolved", Self.resolved, case: "k-2"))
        try await notifier.receive(
            Outbox.Kind.unsubscribe,
            at: notifier.partitioning.partition(of: "u-1"),
            ["audience": "user", "recipient": "u-1"]
        )
        try await notifier.pass(.seconds(600))
        #expect(
            try await notifier.ledger().sorted() == [
                "replied u-1 email suppressed unsubscribed", "resolved u-1 email queued coalesced",
                "updated u-1 email suppressed unsubscribed coalesced",
            ]
        )
        // The receipt alone is what the gathered letter holds.
        #expect(notifier.sender.parcels.count == 2)
        #expect(notifier.sender.parcels.last?.mail?.text.contains("Paid back") == true)
        await notifier.close()
    }
}
