/// The variables that templates can have.
package enum TemplateVariables {
    /// Their names; a list or a mapping among them is opened with `{{#name}}`.
    package static let all: Set<String> = [
        // People; the counterparty is the other party of the matter than the reader.
        "user_name", "counterparty_name", "admin_name", "team_name", "department_name",
        // The matter.
        "case", "conversation", "subject", "category", "kind", "tier", "stage", "asked", "text", "opened_at",
        // What was decided.
        "summary", "outcome", "reason", "next_steps", "appeal", "resolved_at", "root_cause", "articles",
        // Time.
        "eta", "expected_reply", "due", "respond_by", "remaining", "waiting_since", "until",
        // Money.
        "amount", "currency",
        // Links.
        "link", "not_solved_link", "survey_link", "unsubscribe_link",
        // Figures and lists.
        "rating", "comment", "points", "promise", "cases", "count", "period", "escalation_reason", "answer", "note",
        // The notice itself.
        "why",
    ]
}
