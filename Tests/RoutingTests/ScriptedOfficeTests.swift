import Contract
import Foundation
import Pipeline
import Policy
import Postgres
import TestKit
import Testing

@testable import Routing

/// A whole office at work: four router sessions at the same time, over simulated days.
///
/// `ROUTING_OFFICE_CASES=2000` makes it as large as an office of a day.
struct ScriptedOfficeTests {
    private static let cases = ProcessInfo.processInfo.environment["ROUTING_OFFICE_CASES"].flatMap { Int($0) } ?? 300

    /// What may never be, checked by the database at every write and every commit.
    private static let guards = """
        ALTER TABLE router.admins ADD CONSTRAINT never_beyond CHECK (open_cases <= capacity);
        CREATE TABLE public.on_shift (admin text PRIMARY KEY);
        CREATE TABLE public.passed_over (admin text, language text);
        CREATE FUNCTION public.note_passed_over(admin_id text, case_partition int, case_id text) RETURNS void
        LANGUAGE sql AS $$
            INSERT INTO public.passed_over
            SELECT a.id, c.language FROM router.cases AS c, router.admins AS a
            WHERE c.partition = case_partition AND c.id = case_id AND a.id = admin_id AND NOT c.language = ANY (a.languages)
              AND EXISTS (
                  SELECT FROM router.admins AS b JOIN public.on_shift AS s ON s.admin = b.id
                  WHERE b.active AND b.status = 'online' AND b.open_cases < b.capacity AND c.language = ANY (b.languages)
                    AND b.team = coalesce(
                        CASE WHEN c.escalation <> 'department' THEN c.escalated_to END, c.wanted_team, b.team
                    )
                    AND NOT b.id = ANY (string_to_array(coalesce(c.decided_before, ''), ' '))
              )
        $$;
        CREATE FUNCTION public.check_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM public.note_passed_over(NEW.detail ->> 'admin', NEW.partition, NEW."case"); RETURN NULL; END $$;
        CREATE FUNCTION public.check_call() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM public.note_passed_over(NEW.admin, NEW.partition, NEW."case"); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER check_assignment AFTER INSERT ON router.case_history DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.type = 'case.assigned' AND NEW.actor = 'system' AND NEW.reason <> 'longest_waiting')
        EXECUTE FUNCTION public.check_assignment();
        CREATE CONSTRAINT TRIGGER check_call AFTER INSERT ON router.calls DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION public.check_call();
        """

    private let document: Document
    private let rules: RoutingRules

    init() throws {
        document = try Document(yaml: DefaultPolicy.yaml)
        rules = OfficeScript.rules(document)
    }

    @Test
    func `four routers spread new cases evenly among admins who are alike`() async throws {
        let office = try await DatabaseOffice.open(partitions: OfficeScript.partitions, rules: rules)
        let session = try await office.session()
        try await session.execute(script: Self.guards)
        // A Monday at eleven.
        let monday = Duration.seconds(25 * 3600)
        let number = try await staff(office, capacity: Self.cases, on: session)
        #expect(try await noteShifts(at: start + monday, on: session) == number)
        try await Self.atOnce(office, Self.sessions(office)) { lane in
            var script = OfficeScript(office, document, seed: UInt64(lane))
            let numbers = stride(from: lane + 1, through: Self.cases, by: OfficeScript.lanes)
            return numbers.map { script.opening($0, after: monday + .milliseconds($0)) }
        } at: {
            start + monday + .seconds(3)
        }
        let uneven = try await office.texts(
            """
            SELECT concat_ws(' ', team, languages, min(open_cases), max(open_cases))
            FROM router.admins GROUP BY team, languages, regions, skills, senior, calendar
            HAVING max(open_cases) - min(open_cases) > 1
            """,
            on: session
        )
        #expect(uneven == [])
        try await expectSoundBooks(office, on: session)
        #expect(try await office.count("SELECT count(*) FROM router.cases", on: session) == Int64(Self.cases))
        // Everybody has room, so who waits does so for somebody with the language, the skill or the region.
        let reasons = try await office.texts(
            "SELECT DISTINCT queue_reason FROM router.cases WHERE assignee IS NULL ORDER BY 1",
            on: session
        )
        #expect(
            reasons == ["no_free_admin_in_region", "no_free_admin_with_language", "no_free_admin_with_skill"]
        )
    }

    @Test(.timeLimit(.minutes(20)))
    func `over days every case has an owner or a stated reason why not, and no admin has too many`() async throws {
        let office = try await DatabaseOffice.open(partitions: OfficeScript.partitions, rules: rules)
        let session = try await office.session()
        try await session.execute(script: Self.guards)
        // The teams' capacities are for two thousand cases; fewer find no less crowded an office.
        let number = try await staff(office, capacity: Self.cases < 2000 ? max(2, Self.cases / 150) : nil, on: session)
        #expect(number == 20)
        let sessions = try await Self.sessions(office)
        var scripts = (0..<OfficeScript.lanes).map { OfficeScript(office, document, seed: UInt64($0) + 100) }
        let hours = 72
        for hour in 1...hours {
            let time = Duration.seconds(hour * 3600)
            _ = try await noteShifts(at: start + time, on: session)
            let open = try await session.query(
                Statement(#"SELECT conversation, kind, assignee, "user" FROM router.cases WHERE is_open"#)
            )
            var work: [[Input]] = scripts.indices.map { _ in [] }
            for row in open where Bool.random(using: &scripts[0].random) {
                let lane = office.partitioning.partition(of: row.text(0)) % OfficeScript.lanes
                if let input = scripts[lane].turn(row, after: time) { work[lane].append(input) }
            }
            let first = min((hour - 1) * Self.cases / 48, Self.cases)
            for number in first..<min(hour * Self.cases / 48, Self.cases) {
                let lane = office.partitioning.partition(of: "c-\(number)") % OfficeScript.lanes
                work[lane].append(scripts[lane].opening(number, after: time))
            }
            for admin in OfficeScript.admins() where Int.random(in: 0..<12, using: &scripts[1].random) == 0 {
                let partition = office.partitioning.partition(of: admin.id)
                let status =
                    ["online", "online", "offline", "away"].randomElement(using: &scripts[1].random) ?? "online"
                let presence = Commands.presence(admin.id, status, after: time, partition: partition)
                work[partition % OfficeScript.lanes].append(presence)
            }
            let batches = work
            try await Self.atOnce(office, sessions) {
                batches[$0]
            } at: {
                start + time
            }
        }
        try await expectSoundBooks(office, on: session)
        let types = Set(try await office.texts("SELECT DISTINCT type FROM router.case_history", on: session))
        for type in [
            "opened", "assigned", "unassigned", "categorized", "escalated", "acknowledged", "handed_back", "waiting",
            "snoozed", "woken", "resolved", "reopened", "closed", "merged", "spam", "refused",
        ] {
            #expect(types.contains("case.\(type)"), "the days had nothing of \(type)")
        }
        let levels = Set(
            try await office.texts("SELECT DISTINCT detail ->> 'lacks' FROM router.case_history", on: session)
        )
        for lack in ["team", "region", "skill,team"] { #expect(levels.contains(lack), "nobody lacked \(lack)") }
    }

    /// What holds at the end of every script.
    private func expectSoundBooks(_ office: DatabaseOffice, on session: PostgresSession) async throws {
        let unowned = try await office.texts(
            """
            SELECT "case" || ' ' || state FROM api.cases
            WHERE state IN ('open', 'assigned', 'waiting', 'snoozed', 'escalated')
              AND (assignee IS NULL) <> (queue_reason IS NOT NULL)
            """,
            on: session
        )
        #expect(unowned == [], "cases that nobody has, without a word why")
        let books = try await office.texts(
            """
            SELECT a.id || ' ' || a.open_cases FROM router.admins AS a
            WHERE a.open_cases <> (SELECT count(*) FROM router.cases AS c WHERE c.is_open AND c.assignee = a.id)
            """,
            on: session
        )
        #expect(books == [])
        let passedOver = try await office.texts("SELECT admin || ' ' || language FROM public.passed_over", on: session)
        #expect(passedOver == [], "who had a case while somebody with its language was free")
        #expect(try await office.gaps(on: session) == [])
        #expect(try await office.count("SELECT count(*) FROM router.calls", on: session) == 0)
        let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        #expect(try await office.count(deadlocks, on: session) == 0)
    }

    /// Puts down, for the guards, who is on shift; returns how many are.
    private func noteShifts(at now: Instant, on session: PostgresSession) async throws -> Int {
        let admins = OfficeScript.admins().filter {
            rules.isOnShift($0.fields.optional("calendar"), ofTeam: $0.fields["team"], at: now)
        }
        _ = try await session.query(Statement("DELETE FROM public.on_shift"))
        let note = Statement("INSERT INTO public.on_shift SELECT unnest($1::text[])", .texts(admins.map(\.id)))
        _ = try await session.query(note)
        return admins.count
    }

    /// Puts the admins in their places; returns how many they are.
    private func staff(_ office: DatabaseOffice, capacity: Int?, on session: PostgresSession) async throws -> Int {
        let admins = OfficeScript.admins(capacity: capacity)
        for admin in admins {
            let partition = office.partitioning.partition(of: admin.id)
            let put = Commands.event("admin.put", nil, partition: partition, admin.fields)
            let inputs = [put, Commands.presence(admin.id, "online", partition: partition)]
            try await office.handle(inputs, at: start, on: session)
        }
        return admins.count
    }

    /// Lets the sessions work at the same time, each on its own partitions, until no letter is left.
    private static func atOnce(
        _ office: DatabaseOffice,
        _ sessions: [PostgresSession],
        _ work: @Sendable (Int) -> [Input],
        at now: @Sendable @escaping () -> Instant
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (lane, session) in sessions.enumerated() {
                let inputs = work(lane)
                group.addTask { try await Self.work(inputs, lane, office, now(), on: session) }
            }
            try await group.waitForAll()
        }
        while let partition = (0..<OfficeScript.partitions).first(where: { office.hasLetters(for: $0) }) {
            try await office.handle(office.letters(for: partition), at: now(), on: sessions[0])
        }
    }

    private static func sessions(_ office: DatabaseOffice) async throws -> [PostgresSession] {
        var sessions: [PostgresSession] = []
        for _ in 0..<OfficeScript.lanes { sessions.append(try await office.session()) }
        return sessions
    }

    private static func work(
        _ inputs: [Input],
        _ lane: Int,
        _ office: DatabaseOffice,
        _ now: Instant,
        on session: PostgresSession
    ) async throws {
        let partitions = (0..<OfficeScript.partitions).filter { $0 % OfficeScript.lanes == lane }
        for partition in partitions {
            let timers = office.timers(for: partition, dueAt: now)
            if !timers.isEmpty { try await office.handle(timers, at: now, on: session) }
        }
        let size = max(16, cases / 30)
        for begin in stride(from: 0, to: inputs.count, by: size) {
            var batch = partitions.flatMap { office.letters(for: $0) }
            batch += inputs[begin..<min(begin + size, inputs.count)]
            try await office.handle(batch, at: now, on: session)
        }
    }
}
