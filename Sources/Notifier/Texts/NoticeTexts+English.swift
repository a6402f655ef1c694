extension NoticeTexts {
    static func english(_ kind: NoticeKind, _ audience: Recipient.Audience) -> Wording? {
        switch (kind, audience) {
        case (.received, .user):
            Wording(
                "We have received your message",
                """
                Thank you for writing to us. We will answer you here.
                You wrote: “{{asked}}”
                """
            )
        case (.assigned, .user):
            Wording(
                "{{who}} is looking after your case",
                """
                {{who}} has taken on your case and will answer you here.
                It is about: {{subject}}
                You wrote: “{{asked}}”
                """
            )
        case (.assigned, .admin):
            Wording(
                "A case is yours",
                """
                A case has been assigned to you.
                User: {{user}}
                Kind: {{kind}}
                It is about: {{subject}}
                The user wrote: “{{asked}}”
                """
            )
        case (.replied, .user):
            Wording(
                "You have an answer",
                """
                {{who}} has answered you.
                “{{excerpt}}”
                """
            )
        case (.resolved, .user):
            Wording(
                "Your case is resolved",
                """
                You asked: “{{asked}}”
                It was about: {{subject}}
                Outcome: {{outcome}}
                What was done: {{summary}}
                Reason: {{reason}}
                What you can do next: {{next_steps}}
                By: {{who}}
                On: {{when}}
                Not solved? Just answer here, and the case is open again.
                """
            )
        case (.reopened, .user):
            Wording(
                "Your case is open again",
                """
                We have taken your case up again and will answer you here.
                It is about: {{subject}}
                You wrote: “{{asked}}”
                Reason: {{reason}}
                """
            )
        case (.autoAnswered, .user): Wording("{{title}}", "{{answer}}")
        case (.received, .admin), (.autoAnswered, .admin), (.replied, .admin), (.resolved, .admin), (.reopened, .admin):
            nil
        }
    }
}
