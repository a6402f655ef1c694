import Policy
import Postgres
import Routing
import Triage

/// The triage as the router applies it: the policy in force, and the newest model with admins' corrections on top.
struct TriageInForce {
    /// The policy's version; 0 where the default policy holds.
    let policyVersion: Int
    let document: Document
    let model: TriageModel
    /// The model's version; 0 for the built-in one.
    let modelVersion: Int64
    /// What admins corrected, oldest first; none where the policy does not learn from it.
    let corrections: [Correction]

    /// Reads all of it.
    init(session: PostgresSession) async throws {
        let policy = try await PolicyVersions(session: session).current()
        do throws(PolicyFaults) {
            document = try Document(yaml: policy?.yaml ?? DefaultPolicy.yaml)
        } catch {
            throw ToolFailure.failed(
                "this saypro cannot read the policy in force: use the version that goes with the database"
            )
        }
        policyVersion = policy?.number ?? 0
        if let row = try await session.query(SelectModel(known: 0).statement).first {
            modelVersion = row.int(0)
            model = try Self.model(row.bytes(1), version: modelVersion)
        } else {
            modelVersion = 0
            model = try TriageCommand.builtInModel()
        }
        let rule = document.triage.corrections
        let rows = rule.learns ? try await session.query(SelectCorrections(window: rule.window).statement) : nil
        corrections = rows?.compactMap { Correction($0) } ?? []
    }

    /// The decisions about a message.
    var triage: CaseTriage {
        let weight = document.triage.corrections.weight
        return CaseTriage(
            document,
            NamedModel(model, version: modelVersion, corrections: corrections, weight: weight)
        )
    }

    private static func model(_ bytes: [UInt8], version: Int64) throws(ToolFailure) -> TriageModel {
        do throws(TriageFailure) {
            return try TriageModel(serialized: bytes)
        } catch {
            throw .failed("version \(version) of the triage's model: \(error.message)")
        }
    }
}

extension Connections {
    /// The triage in force.
    func triageInForce() async throws -> TriageInForce {
        do {
            return try await withDatabase { try await TriageInForce(session: $0) }
        } catch let error as PostgresError where error.kind == .unreachable {
            throw ToolFailure.unavailable("PostgreSQL: \(error.message); --offline asks the built-in model without it")
        }
    }
}
