import Pipeline
import Postgres
import TestKit
import Testing

@testable import OperatorTool

/// Which PostgreSQL role may do what: every role against every table and view.
@Suite struct DatabaseAccessTests {
    /// The rights of a role: by table, any of S(elect), I(nsert), U(pdate), D(elete); none where nothing is said.
    private static func expected(_ role: String) -> [String: String] {
        switch role {
        case "saypro_reader": return views
        case "saypro_operator": return operatorRights
        default: return stageRights(String(role.dropFirst("saypro_".count)))
        }
    }

    private static let views = Dictionary(
        uniqueKeysWithValues: [
            "events", "lag", "parked", "rejected", "messages", "cases", "case_history", "assignments", "users",
            "admins", "notifications", "escalations", "escalation_budget", "clocks", "clock_segments",
            "surveys", "survey_answers", "survey_refusals", "rewards", "reward_postings",
            "kpis", "reports",
            "reply_promises", "reply_forecast", "unresolved", "gaming",
            "notice_quality",
        ].map { ("api.\($0)", "S") }
    )

    private static let operatorRights = views.merging([
        "pipeline.settings": "S", "pipeline.stages": "S", "pipeline.topics": "S", "pipeline.events": "S",
        "pipeline.heads": "S", "pipeline.positions": "S", "pipeline.door_positions": "S", "pipeline.timers": "S",
        "pipeline.mail": "S", "pipeline.parked": "SUD", "pipeline.controls": "SU", "pipeline.audit": "SI",
        "pipeline.audit_checkpoints": "SI", "pipeline.discarded": "SI", "pipeline.retention": "S",
        "pipeline.handled_before": "S", "pipeline.repartitioning": "S", "pipeline.repartitioned": "S",
        "pipeline.migrations": "S", "policy.versions": "SI", "policy.files": "SI",
        "policy.articles": "SI", "ingest.ids": "S", "ingest.conversations": "S",
        "ingest.messages": "S", "ingest.rejected": "S", "router.cases": "S", "router.case_history": "S",
        "router.users": "S", "router.admins": "S", "router.calls": "S", "router.desk": "S",
        "router.escalation_allowance": "S", "router.triage_models": "SI", "router.corrections": "S",
        "notifier.notifications": "S", "sla.cases": "S", "sla.clocks": "S",
        "survey.surveys": "S", "survey.answers": "S", "survey.users": "S", "survey.transfers": "S",
        "survey.refusals": "S", "pipeline.mail_survey": "SI", "router.ladder_steps": "S", "sla.replans": "S",
        "sla.reply_promises": "S", "sla.reply_times": "S", "sla.reply_terms": "S", "sla.gaming_terms": "S",
        "notifier.people": "S",
        "notifier.paces": "S", "notifier.waiting": "S", "notifier.letters": "S",
    ]) { $1 }.merging(figures.map { ("metrics.\($0)", "S") }) { $1 }

    private static let figures = [
        "records", "cells", "people", "people_sums", "presence", "usage", "upheld", "open_days", "day_changes",
        "day_totals", "day_sums", "closed_days",
        "month_totals", "month_sums", "closed_months", "calendar", "generation", "reports", "mailings", "kpis",
    ]

    private static let topics = [
        "ingest": "commands", "router": "cases", "notifier": "notifications", "sla_monitor": "clocks",
        "survey": "surveys",
    ]

    private static let own: [String: [String: String]] = [
        "ingest": [
            "ingest.ids": "SI", "ingest.conversations": "SIU", "ingest.messages": "SIU", "ingest.rejected": "SIU",
            "pipeline.door_positions": "SIU", "router.cases": "S",
        ],
        "router": [
            "router.cases": "SIUD", "router.case_history": "SIUD", "router.users": "SIUD", "router.admins": "SIUD",
            "router.calls": "SIUD", "router.desk": "SIUD", "router.escalation_allowance": "SU",
            "router.triage_models": "S", "router.corrections": "SI", "ingest.messages": "S",
            "router.ladder_steps": "SIUD", "api.reply_forecast": "S",
        ],
        "notifier": [
            "notifier.notifications": "SIUD", "notifier.people": "SIUD", "notifier.paces": "SIUD",
            "notifier.waiting": "SIUD", "notifier.letters": "SIUD", "notifier.survey_links": "SIUD", "api.cases": "S",
            "metrics.reports": "S", "metrics.mailings": "S", "pipeline.mail_router": "I",
        ],
        "sla_monitor": [
            "sla.cases": "SIUD", "sla.clocks": "SIUD", "sla.replans": "SI", "sla.reply_promises": "SIUD",
            "sla.reply_times": "SIUD", "sla.reply_terms": "SIUD", "sla.gaming_terms": "SIUD", "api.reply_forecast": "S",
        ],
        "survey": [
            "survey.surveys": "SIUD", "survey.answers": "SIUD", "survey.users": "SIUD", "survey.transfers": "SIUD",
            "survey.refusals": "SIUD",
        ],
        "metrics_aggregator": Dictionary(uniqueKeysWithValues: figures.map { ("metrics.\($0)", "SIUD") })
            .merging([
                // What a program of the version before knows the sums by.
                "metrics.day_sums": "SID", "metrics.month_sums": "SID",
                "metrics.reports": "SI", "metrics.mailings": "SI", "ingest.messages": "S", "pipeline.retention": "S",
                "api.lag": "S", "api.parked": "S", "api.rejected": "S", "pipeline.mail_notifier": "I",
                // For the page of a case.
                "api.cases": "S", "api.case_history": "S", "api.clocks": "S", "api.notifications": "S",
                "api.surveys": "S", "api.gaming": "S", "api.admins": "S", "api.users": "S",
            ]) { $1 },
    ]

    private static func stageRights(_ stage: String) -> [String: String] {
        var rights = [
            "pipeline.settings": "S", "pipeline.stages": "S", "pipeline.topics": "S", "pipeline.events": "S",
            "pipeline.heads": "S", "pipeline.controls": "S", "pipeline.migrations": "S", "policy.versions": "S",
            "policy.files": "S", "policy.articles": "S", "pipeline.positions": "S",
            "pipeline.handled_before": "S",
        ]
        if stage != "metrics_aggregator" { rights["pipeline.audit"] = "I" }
        rights["pipeline.discarded_\(stage)"] = "SUD"
        for table in ["positions", "timers", "mail", "parked"] { rights["pipeline.\(table)_\(stage)"] = "SIUD" }
        if let topic = topics[stage] {
            rights["pipeline.events_\(topic)"] = "SIU"
            rights["pipeline.heads_\(topic)"] = "SIU"
        }
        return rights.merging(own[stage, default: [:]]) { $1 }
    }

    /// The rights that the database gives, of each role on each table and view that is no range of another.
    private static let actual = Statement(
        """
        SELECT role, format('%s.%s', n.nspname, c.relname),
               concat(CASE WHEN has_any_column_privilege(role, c.oid, 'SELECT') THEN 'S' END,
                      CASE WHEN has_any_column_privilege(role, c.oid, 'INSERT') THEN 'I' END,
                      CASE WHEN has_any_column_privilege(role, c.oid, 'UPDATE') THEN 'U' END,
                      CASE WHEN has_table_privilege(role, c.oid, 'DELETE') THEN 'D' END),
               has_table_privilege(role, c.oid, 'TRUNCATE'), c.relispartition
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        CROSS JOIN unnest($1::text[]) AS role
        WHERE n.nspname IN ('pipeline', 'policy', 'api', 'ingest', 'router', 'notifier', 'sla', 'survey', 'metrics')
            AND c.relkind IN ('r', 'p', 'v')
        """
    )

    private static let roles = StageName.all.map { "saypro_\($0.sqlName)" } + ["saypro_reader", "saypro_operator"]

    @Test func `every role may do what it needs on each table, and nothing else`() async throws {
        let premises = try await Premises()
        let session = try await premises.session()
        let rows = try await session.query(Statement(Self.actual.text, .texts(Self.roles)))
        var wrong: [String] = []
        var seen: Set<String> = []
        var matrix = AccessTable("role", "table or view", "expected", "observed")
        for row in rows {
            let (role, table, rights) = (row.text(0), row.text(1), row.text(2))
            seen.insert(table)
            let wanted = Self.expected(role)[table, default: ""]
            if !row.bool(4) { matrix.add(role, table, wanted, rights) }
            // The operator reads every leaf, which shows no more than the table that it belongs to.
            let isReadOnlyLeaf = row.bool(4) && rights == "S" && role == "saypro_operator"
            if rights != wanted, !isReadOnlyLeaf { wrong.append("\(role) on \(table): '\(rights)', not '\(wanted)'") }
            if row.bool(3) { wrong.append("\(role) may truncate \(table)") }
        }
        try matrix.write(as: "postgresql.md")
        let unknown = Self.roles.flatMap { Self.expected($0).keys }.filter { !seen.contains($0) }
        #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
        #expect(unknown.isEmpty, "no such table: \(unknown)")
        await session.close()
    }

    @Test(arguments: [
        ("saypro_router_login", "UPDATE router.cases SET state = state", true),
        ("saypro_router_login", "SELECT 1 FROM ingest.messages", true),
        ("saypro_router_login", "UPDATE ingest.messages SET text = ''", false),
        ("saypro_router_login", "INSERT INTO pipeline.heads_commands VALUES (0, 'commands', 1)", false),
        ("saypro_router_login", "UPDATE pipeline.settings SET partitions = 1", false),
        ("saypro_router_login", "CREATE TABLE router.mine ()", false),
        ("saypro_ingest_login", "DELETE FROM ingest.messages", false),
        ("saypro_ingest_login", "SELECT pipeline.extend_log('commands', 0)", true),
        ("saypro_ingest_login", "SELECT 1 FROM router.users", false),
        ("saypro_ingest_login", "SELECT conversation FROM router.cases", true),
        ("saypro_ingest_login", "SELECT asked FROM router.cases", false),
        ("saypro_ingest_login", "UPDATE pipeline.events_commands SET fields = '{}'", true),
        ("saypro_ingest_login", "UPDATE pipeline.events_commands SET seq = 1", false),
        ("saypro_ingest_login", "UPDATE pipeline.events_cases SET fields = '{}'", false),
        ("saypro_ingest_login", "SELECT 1 FROM pipeline.audit", false),
        ("saypro_operator_login", "UPDATE pipeline.audit SET actor = 'me'", false),
        ("saypro_operator_login", "DELETE FROM pipeline.audit_checkpoints", false),
        ("saypro_notifier_login", "SELECT 1 FROM ingest.messages", false),
        ("saypro_survey_login", "UPDATE survey.surveys SET state = state", true),
        ("saypro_survey_login", "UPDATE router.cases SET state = state", false),
        ("saypro_operator_login", "DELETE FROM survey.transfers", false),
        ("saypro_reader_login", "SELECT 1 FROM survey.surveys", false),
        ("saypro_reader_login", "SELECT 1 FROM api.messages", true),
        ("saypro_reader_login", "SELECT owner FROM api.lag", true),
        ("saypro_reader_login", "SELECT 1 FROM ingest.messages", false),
        ("saypro_reader_login", "SELECT 1 FROM pipeline.events", false),
        ("saypro_operator_login", "UPDATE pipeline.controls SET paused = paused", true),
        ("saypro_operator_login", "UPDATE pipeline.controls SET stage = stage", false),
        ("saypro_operator_login", "UPDATE pipeline.events SET v = v", false),
        ("saypro_operator_login", "DELETE FROM pipeline.audit", false),
        ("saypro_operator_login", "DELETE FROM policy.versions", false),
    ])
    func `a login made by the tool has its role's rights`(login: String, sql: String, isAllowed: Bool) async throws {
        let premises = try await Premises()
        let session = try await premises.session()
        try await Self.makeLogins(session)
        try await session.execute(script: "SET SESSION AUTHORIZATION \(login)")
        do {
            try await session.execute(script: sql)
            #expect(isAllowed, "\(login) was allowed: \(sql)")
        } catch {
            #expect(!isAllowed && error.sqlState == "42501", "\(login): \(sql): \(error)")
        }
        await session.close()
    }

    /// Logins belong to the server, which the tests share: of those that change one at once, the server refuses some,
    /// and they try again.
    private static func makeLogins(_ session: PostgresSession) async throws {
        let database = try await session.query(Statement("SELECT current_database()")).first?.text(0) ?? ""
        let sql = DatabaseAccess(database: database).sql
        try await eventually(within: .seconds(20), "the logins to be made") {
            try await session.execute(script: sql)
            return true
        }
    }
}
