import Contract
import Pipeline
import Testing

@testable import Notifier

/// What an admin sees of a user's message before opening it.
struct AdminSubjectTests {
    @Test(
        arguments: [
            (["kind": "refund", "case_category": "login_issue", "case_tier": "P2"], "Login issue, P2: Amina"),
            (["kind": "refund", "case_category": "login_issue", "category": "refund"], "Login issue: Amina"),
            (["kind": "refund", "case_tier": "P3"], "refund, P3: Amina"),
        ] as [(Fields, String)]
    )
    func `the subject begins with what the case is`(fields: Fields, subject: String) async throws {
        let notifier = try await DatabaseNotifier.open()
        try await notifier.user("u-1", ["name": "Amina"])
        try await notifier.admin("a-1", ["email": "a-1@example.org"])
        var message: Fields = ["role": "user", "user": "u-1", "assignee": "a-1", "text": "Hello?"]
        for field in fields { message.append(field.name, field.value) }
        try await notifier.tell(notifier.event("message.posted", message))
        let told = notifier.events.filter { $0.fields["notice"] == "user_replied" }.compactMap { $0.fields["subject"] }
        #expect(Set(told) == [subject])
        await notifier.close()
    }
}
