import Contract
import Policy
import Postgres

/// Which users a batch asks, rewards or hears of, and the statements that lock and read what is known of them.
struct PeopleNeed {
    private var users: Set<AskedUser.Key> = []
    private var rewarded: Set<AskedUser.Key> = []
    private var since = Instant(microseconds: .max)
    private var reversed: Set<Reversal> = []

    private struct Reversal: Hashable {
        let user: AskedUser.Key
        let survey: CycleSurvey.Key
    }

    /// What the works need of the users of their surveys.
    init(_ works: [SurveyWork], _ shelf: SurveyShelf, _ rules: SurveyRules, partitioning: Partitioning) {
        func key(_ survey: CycleSurvey) -> AskedUser.Key? {
            survey.user.map { AskedUser.Key(partition: partitioning.partition(of: $0), user: $0) }
        }
        let memory = rules.rewards.cap?.within ?? .zero
        for work in works {
            switch work.request {
            case .user(let user):
                users.insert(AskedUser.Key(partition: work.partition, user: user.rawValue))
            case .due(let survey), .told(let survey, .reopened):
                for cycle in 1...max(1, survey.cycle) {
                    let other = CycleSurvey.Key(partition: survey.partition, id: survey.id, cycle: cycle)
                    if let found = shelf[other], found.state == .scheduled, let user = key(found) { users.insert(user) }
                }
            case .told(let survey, .spam), .reverse(let survey):
                guard let found = shelf[survey], found.version > 0, let user = key(found) else { continue }
                users.insert(user)
                reversed.insert(Reversal(user: user, survey: survey))
            case .answer(let given):
                for found in shelf.candidates(for: given, work) {
                    guard let user = key(found) else { continue }
                    users.insert(user)
                    rewarded.insert(user)
                    since = min(since, work.time - memory)
                }
            case .told: break
            }
        }
        // Where the past is told, a survey may be scheduled, sent and answered in one batch.
        for work in works {
            guard case .told(_, .resolved) = work.request, work.isBackfill, let user = work.fields.value("user") else {
                continue
            }
            let person = AskedUser.Key(partition: partitioning.partition(of: user), user: user)
            users.insert(person)
            rewarded.insert(person)
            since = min(since, work.time - memory)
        }
    }

    var isEmpty: Bool { users.isEmpty }

    /// Locks the users in the order of their keys; then what they got within the cap's time, and what may be taken back.
    ///
    /// These are statements of their own: in the one that locks, they would not see what whoever held the lock has done.
    var statements: [Statement] { [claim, rewards, grants] }

    private var claim: Statement {
        let keys = users.sorted()
        return Statement(
            """
            INSERT INTO survey.users AS u (partition, "user")
            SELECT partition, "user" FROM unnest($1::int[], $2::text[]) AS k (partition, "user")
            ORDER BY partition, "user"
            ON CONFLICT (partition, "user") DO UPDATE SET "user" = EXCLUDED."user"
            RETURNING u.partition, u."user", u.language, u.erased_at, u.put_at, (
                SELECT coalesce(string_agg((extract(epoch FROM a) * 1000000)::bigint::text, ','), '')
                FROM unnest(u.asked) AS a
            )
            """,
            .int4s(keys.map { Int32($0.partition) }),
            .texts(keys.map(\.user))
        )
    }

    private var rewards: Statement {
        Statement(
            """
            SELECT t.partition, t."user", t.at, CASE WHEN t.reverses IS NULL THEN t.points ELSE -t.points END
            FROM unnest($1::int[], $2::text[]) AS k (partition, "user")
            JOIN survey.transfers AS t ON t.partition = k.partition AND t."user" = k."user"
            WHERE t.at > $3
            """,
            .int4s(rewarded.map { Int32($0.partition) }),
            .texts(rewarded.map(\.user)),
            .timestamp(since.microseconds)
        )
    }

    private var grants: Statement {
        Statement(
            """
            SELECT t.partition, t.transfer, t.debit, t.credit, t.points, t."user", t."case", t.cycle, t.reason, t.at,
                   k.survey_partition
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS "case", unnest($3::int[]) AS cycle,
                    unnest($4::int[]) AS survey_partition
            ) AS k
            JOIN survey.transfers AS t ON t.partition = k.partition AND t."case" = k."case" AND t.cycle = k.cycle
            WHERE t.reverses IS NULL AND NOT EXISTS (
                SELECT FROM survey.transfers AS r WHERE r.partition = t.partition AND r.reverses = t.transfer
            )
            """,
            .int4s(reversed.map { Int32($0.user.partition) }),
            .texts(reversed.map(\.survey.id.rawValue)),
            .int4s(reversed.map { Int32($0.survey.cycle) }),
            .int4s(reversed.map { Int32($0.survey.partition) })
        )
    }
}

extension SurveyShelf {
    /// The surveys that an answer may be to.
    fileprivate func candidates(for given: GivenAnswer, _ work: SurveyWork) -> [CycleSurvey] {
        let named =
            if let token = SurveyToken(given.survey) {
                survey(of: token).map { [$0] } ?? []
            } else {
                surveys.values.filter { $0.conversation == work.conversation }
            }
        return named.filter { $0.key.partition == work.partition }
    }
}
