package import Contract

/// What the policy file says, checked.
///
/// A file needs `version` and `sources`; what else it leaves out has the value that an empty section would have.
package struct Document: Sendable, Hashable {
    /// The version of the file's form; 1 is the only one so far.
    package let version: Int
    /// The publishers and what each may do.
    package let sources: [SourceID: SourceRights]
    /// Whether the streams that all sources share are open.
    package let sharedDoorOpen: Bool
    /// How the reports are made.
    package internal(set) var report = ReportPolicy()
    /// What cases can be about.
    package internal(set) var categories = CategoryTree()
    /// Where cases can be escalated to, outside messaging.
    package internal(set) var departments: [Name<Department>: Department] = [:]
    /// Who works on cases.
    package internal(set) var teams: [Name<Team>: Team] = [:]
    /// When somebody works.
    package internal(set) var calendars: [Name<CalendarDefinition>: CalendarDefinition] = [:]
    /// How urgent cases are.
    package internal(set) var tiers = TierPolicy()
    /// The targets on the clocks.
    package internal(set) var promises: [Name<Promise>: Promise] = [:]
    /// Who is called when a promise breaks.
    package internal(set) var ladders: [Name<Ladder>: Ladder] = [:]
    /// How cases are escalated.
    package internal(set) var escalation = EscalationPolicy()
    /// How cases come to admins.
    package internal(set) var routing = RoutingPolicy()
    /// How messages get their category.
    package internal(set) var triage = TriagePolicy()
    /// When the knowledge base answers.
    package internal(set) var knowledge = KnowledgePolicy()
    /// The texts that go out.
    package internal(set) var templates = TemplateShelf()
    /// Who is told what.
    package internal(set) var notices = NoticePolicy()
    /// How users are asked how it went.
    package internal(set) var surveys = SurveyPolicy()
    /// What users get for answering.
    package internal(set) var rewards = RewardPolicy()
    /// The figures that the office wants to keep at a target.
    package internal(set) var kpis: [KPI: KPITerms] = [:]
    /// How long things are kept.
    package internal(set) var retention = RetentionPolicy()

    /// The articles of the knowledge base, by the names of their files.
    package internal(set) var articles: [Article] = []
    /// The texts of the files beside the policy that it names, by their paths.
    package internal(set) var files: [String: String] = [:]
    /// The events of its iCalendar files that are no holidays, with the reasons.
    package internal(set) var leftOut: [PolicyFault] = []

    /// Reads the file's text, or tells all of its faults.
    ///
    /// The files that it names are read from where `files` has them; without it they are left out, unchecked.
    package init(yaml: String, files: (any PolicyFiles)? = nil) throws(PolicyFaults) {
        try self.init(yaml, files, isNew: false)
    }

    /// Reads the text of a policy that is yet to be applied.
    ///
    /// It must keep more than one that has been, which every later program has to be able to read: what could never
    /// have the effect that it seems to have is a fault too.
    package init(new yaml: String, files: (any PolicyFiles)? = nil) throws(PolicyFaults) {
        try self.init(yaml, files, isNew: true)
    }

    private init(_ yaml: String, _ files: (any PolicyFiles)?, isNew: Bool) throws(PolicyFaults) {
        var faults = FaultList(isNew: isNew)
        let document = DocumentReader.read(yaml, files, &faults)
        guard let document, faults.isEmpty else { throw PolicyFaults(faults.sorted) }
        self = document
    }

    init(version: Int, sources: [SourceID: SourceRights], sharedDoorOpen: Bool) {
        self.version = version
        self.sources = sources
        self.sharedDoorOpen = sharedDoorOpen
    }
}

extension Document {
    /// The sources that have a private door, in the order of their names.
    package var privateDoors: [SourceID] {
        sources.filter { $0.value.door == .private }.keys.sorted { $0.rawValue < $1.rawValue }
    }

    /// The names of the signing keys that the sources use, sorted; each is a file in the directory of secrets.
    package var keyNames: [String] {
        Set(sources.values.compactMap(\.key)).sorted()
    }

    /// The rules for entries, with the keys that could be read, by their names.
    ///
    /// A source whose key is not among them is refused.
    package func inboundRules(keys: [String: [UInt8]]) -> InboundRules {
        InboundRules(
            sources: sources,
            keys: sources.compactMapValues { rights in rights.key.flatMap { keys[$0] } },
            sharedDoorOpen: sharedDoorOpen
        )
    }
}
