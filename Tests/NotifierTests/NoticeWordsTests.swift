import Contract
import Mail
import Pipeline
import Policy
import Testing

@testable import Notifier

/// What notices say of the event that they tell: in the reader's language, with what the policy says of its codes.
struct NoticeWordsTests {
    private static let shown = "{{counterparty_name}}|{{unsubscribe_link}}|{{reason}}"

    private func notifier(_ people: [String: Fields], policy: [(String, String)] = []) async throws -> DatabaseNotifier
    {
        let notifier = try await DatabaseNotifier.open(policy: policy)
        for (id, fields) in people.sorted(by: { $0.key < $1.key }) { try await notifier.user(id, fields) }
        return notifier
    }

    /// What each recipient is shown in the application, by recipient and kind.
    private func bodies(_ notifier: DatabaseNotifier) -> [String: String] {
        let shown = notifier.events.compactMap { event in
            event.fields["body"].map { ("\(event.fields["recipient"] ?? "") \(event.fields["notice"] ?? "")", $0) }
        }
        return Dictionary(shown) { $1 }
    }

    @Test
    func `a receipt names the article by its title, in the reader's language`() async throws {
        let notifier = try await notifier([:])
        for (user, language, article) in [
            ("u-1", "en", "reset-password"), ("u-2", "fr-CA", "reset-password"), ("u-3", "en", "our list of banks"),
        ] {
            let fields: Fields = [
                "user": user, "language": language, "article": article, "kind": "conversation", "actor": "admin:a-1",
            ]
            try await notifier.tell(notifier.event("case.resolved", fields))
        }
        let bodies = bodies(notifier)
        #expect(bodies["u-1 resolved"]?.contains("See also: Reset your password.") == true, "\(bodies)")
        #expect(bodies["u-2 resolved"]?.contains("Voir aussi : Réinitialiser votre mot de passe.") == true, "\(bodies)")
        #expect(bodies["u-3 resolved"]?.contains("See also: our list of banks.") == true, "\(bodies)")
        await notifier.close()
    }

    @Test
    func `each party of a dispute reads the other's name and has a link of their own to end such mail`() async throws {
        let notifier = try await notifier(
            ["u-1": ["name": "Amina"], "u-2": ["name": "Sipho", "language": "de"]],
            policy: [
                (
                    "  progress:\n    texts:\n      en:\n",
                    "  progress:\n    texts:\n      de: \"\(Self.shown)\"\n      en:\n"
                )
            ]
        )
        try await notifier.tell(
            notifier.event(
                "case.opened",
                ["user": "u-1", "counterparty": "u-2", "kind": "dispute", "subject": "Bike", "language": "de"]
            )
        )
        let bodies = bodies(notifier)
        let parts = ["u-1", "u-2"].map { bodies["\($0) progress"]?.split(separator: "|").map(String.init) ?? [] }
        #expect(parts.map(\.first) == ["Sipho", "Amina"])
        #expect(parts.allSatisfy { $0.last?.hasPrefix("https://saypro.online/unsubscribe/") == true }, "\(bodies)")
        #expect(parts[0] != parts[1])
        await notifier.close()
    }

    @Test
    func `what comes in any case has no link to end it`() async throws {
        let notifier = try await notifier(
            ["u-1": ["name": "Amina"]],
            policy: [
                (
                    "  decided:\n    texts:\n      en:\n",
                    "  decided:\n    texts:\n      de: \"<\(Self.shown)>\"\n      en:\n"
                )
            ]
        )
        try await notifier.tell(
            notifier.event("case.resolved", ["user": "u-1", "kind": "refund", "outcome": "paid", "language": "de"])
        )
        #expect(bodies(notifier)["u-1 decided"] == "<||>")
        await notifier.close()
    }

    @Test
    func `an article's answer is a page in a mail, and as it stands elsewhere`() async throws {
        let notifier = try await notifier(["u-1": ["email": "amina@example.org"]])
        let answer = "Hello,\n\nUnder **My ads** <b>:\n- one\n- two\n\nNot solved? https://saypro.online/n"
        try await notifier.tell(
            notifier.event(
                "case.auto_answered",
                ["user": "u-1", "article_language": "en", "title": "Ads", "answer": answer, "actor": "system"]
            )
        )
        #expect(bodies(notifier)["u-1 auto_answered"] == answer)
        let mail = try #require(notifier.sender.parcels.last?.mail)
        #expect(mail.text.hasPrefix(answer))
        let page = try #require(mail.html?.markup)
        #expect(
            page.contains("<p>Under <strong>My ads</strong> &lt;b&gt;:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>")
        )
        #expect(page.contains("<a href=\"https://saypro.online/n\">"))
        await notifier.close()
    }

    @Test
    func `the other party reads the policy's words in their language, and an admin's as they were written`()
        async throws
    {
        let notifier = try await notifier(["u-2": ["language": "fr"]])
        let appeal = "Reply to this message within 30 days; somebody who did not decide looks at it again."
        func upheld(_ id: String, steps: String) -> Event {
            notifier.event(
                "case.resolved",
                [
                    "user": "u-1", "counterparty": "u-2", "kind": "flag", "outcome": "upheld", "subject": "Bike",
                    "language": "en", "reason": "counterfeit", "reason_title": "Counterfeit", "appeal": appeal,
                    "next_steps": steps, "actor": "admin:a-1",
                ],
                case: id
            )
        }
        try await notifier.tell(upheld("k-1", steps: "Send the bill."))
        var bodies = bodies(notifier)
        #expect(
            bodies["u-2 decided"] == """
                Au sujet de Bike, nous avons décidé : confirmé. Motif : Contrefaçon. Ce que vous pouvez faire : Send the bill. \
                Recours : Répondez à ce message sous 30 jours ; une autre personne réexaminera la décision.
                """
        )
        #expect(bodies["u-1 decided"]?.contains("The reason: Counterfeit.") == true, "\(bodies)")
        // A listing's steps are the policy's own.
        try await notifier.tell(
            notifier.event(
                "case.resolved",
                [
                    "user": "u-2", "kind": "listing", "outcome": "revise", "subject": "Bike", "language": "fr",
                    "reason": "poor_photos", "next_steps": "Add at least one sharp photo of your own.",
                ]
            )
        )
        bodies = self.bodies(notifier)
        #expect(
            bodies["u-2 decided"]?.contains("Ajoutez au moins une photo nette prise par vous.") == true,
            "\(bodies)"
        )
        await notifier.close()
    }

    @Test
    func `a stage and a reason are called what the policy calls them`() async throws {
        let notifier = try await notifier([:])
        try await notifier.tell(
            notifier.event(
                "case.updated",
                ["user": "u-1", "kind": "refund", "stage": "sent", "subject": "Order 7", "language": "fr"]
            ),
            notifier.event(
                "case.updated",
                ["user": "u-2", "kind": "refund", "stage": "sent", "subject": "Order 8", "language": "en"]
            ),
            notifier.event(
                "case.updated",
                ["user": "u-3", "kind": "visibility", "stage": "looked_at", "subject": "Ad 9", "language": "en"]
            )
        )
        let bodies = bodies(notifier)
        #expect(bodies["u-1 progress"] == "Order 7 (remboursement) en est à : Transmis à la banque.")
        #expect(bodies["u-2 progress"] == "Order 8 (refund) is now at: Sent to the bank.")
        #expect(bodies["u-3 progress"] == "Ad 9 (visibility) is now at: looked at.")
        await notifier.close()
    }

    @Test
    func `who is asked is told by when to answer, whatever the stage and the kind`() async throws {
        let notifier = try await notifier(["u-1": ["email": "amina@example.org", "timezone": "UTC"]])
        func asks(_ fields: Fields) -> Event {
            var all: Fields = [
                "user": "u-1", "subject": "Bike", "language": "en", "until": "2026-03-05T10:00:00.000Z",
            ]
            for field in fields { all.append(field.name, field.value) }
            return notifier.event("case.updated", all)
        }
        try await notifier.tell(asks(["kind": "dispute", "counterparty": "u-2", "stage": "mediation"]))
        var bodies = bodies(notifier)
        #expect(bodies["u-1 respond_by"] == "Please tell us your side of Bike by Thu 5 March 2026, 10:00 (UTC).")
        #expect(bodies["u-2 respond_by"]?.hasPrefix("Please tell us your side of Bike by Thu 5 March 2026") == true)
        try await notifier.tell(
            asks(["kind": "verification", "stage": "documents", "reason": "document_expired"])
        )
        bodies = self.bodies(notifier)
        #expect(
            bodies["u-1 respond_by"] == """
                Bike (account verification) is now at: More documents asked for. We need your answer by \
                Thu 5 March 2026, 10:00 (UTC). The reason: The document has expired.
                """
        )
        // That date reaches who has unsubscribed too.
        #expect(notifier.sender.parcels.last?.mail?.unsubscribe == nil)
        await notifier.close()
    }

    @Test
    func `a mail has the whole of a reply`() async throws {
        let notifier = try await notifier(["u-1": ["email": "amina@example.org"]])
        let reply = String(repeating: "All of it matters. ", count: 400) + "The end."
        try await notifier.tell(
            notifier.event(
                "case.replied",
                [
                    "user": "u-1", "admin": "a-1", "actor": "admin:a-1", "excerpt": String(reply.prefix(160)) + "…",
                    "text": reply,
                ]
            )
        )
        let mail = try #require(notifier.sender.parcels.last?.mail)
        #expect(mail.text.contains(reply))
        #expect(mail.html?.markup.contains(reply) == true)
        await notifier.close()
    }
}
