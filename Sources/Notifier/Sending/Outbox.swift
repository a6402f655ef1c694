import Contract
import Pipeline
import Policy
import Postgres

/// What a batch does with what reaches people outside the application: the recipients' partitions decide it.
///
/// A letter is claimed by moving its timer ahead in the batch's transaction, and handed to the ``Sender`` once that is
/// committed. Whatever becomes of the process, the timer comes due again, and the letter goes out again under the same id.
struct Outbox {
    /// The kinds of the stage's own letters and timers about it.
    enum Kind {
        static let outcome = "outcome"
        static let bounce = "bounce"
        static let autoReply = "auto_reply"
        static let unsubscribe = "unsubscribe"
        static let subscribe = "subscribe"
        static let gather = "gather"
        static let send = "send"
    }

    let rules: NoticeRules
    let means: Means
    let sender: any Sender
    let people: People
    let now: Instant
    /// How long a letter stays claimed: longer than a send may take, with the wait for its turn.
    let claim: Duration
    /// A number from 0 to 1 that spreads retries.
    let chance: () -> Double

    var book: LedgerBook
    private(set) var paces: [Person.Key: Pace]
    private(set) var changedPaces: Set<Person.Key> = []
    private(set) var held: [Person.Key: [HeldNotice]]
    private var storedHeld: Set<UUIDv7>
    private(set) var letters: [Letter.Key: Letter]
    private var changedLetters: Set<Letter.Key> = []
    private var newLetters: [Letter.Key] = []
    private var newHeld: Set<UUIDv7> = []
    private var goneHeld: [HeldNotice] = []
    private(set) var timers: [TimerChange] = []
    private(set) var parcels: [Parcel] = []
    private(set) var fates: [ReplyFate] = []

    init(
        _ rules: NoticeRules,
        _ sender: any Sender,
        _ people: People,
        paces: [Pace],
        held: [HeldNotice],
        letters: [Letter],
        now: Instant,
        claim: Duration,
        chance: @escaping () -> Double
    ) {
        self.rules = rules
        self.sender = sender
        self.people = people
        self.now = now
        self.claim = claim
        self.chance = chance
        means = sender.means
        book = LedgerBook(now: now)
        self.paces = Dictionary(paces.map { ($0.key, $0) }) { $1 }
        self.held = Dictionary(grouping: held, by: \.person)
        storedHeld = Set(held.map(\.notification))
        self.letters = Dictionary(letters.map { ($0.key, $0) }) { $1 }
    }

    /// What is to be written; what is taken away comes before what is put in its place.
    var statements: [Statement] {
        var statements = book.statements
        if !goneHeld.isEmpty { statements.append(DeleteHeld(notices: goneHeld).statement) }
        let kept = held.values.joined().filter { newHeld.contains($0.notification) }
        if !kept.isEmpty { statements.append(InsertHeld(notices: kept).statement) }
        if !changedPaces.isEmpty {
            statements.append(PutPaces(paces: changedPaces.compactMap { paces[$0] }).statement)
        }
        if !newLetters.isEmpty {
            statements.append(InsertLetters(letters: newLetters.compactMap { letters[$0] }).statement)
        }
        let changed = changedLetters.subtracting(newLetters).compactMap { letters[$0] }
        if !changed.isEmpty { statements.append(UpdateLetters(letters: changed).statement) }
        return statements
    }

    // MARK: - What the parts below share

    func pace(of person: Person.Key) -> Pace { paces[person] ?? Pace(person) }

    mutating func put(_ pace: Pace) {
        paces[pace.key] = pace
        changedPaces.insert(pace.key)
    }

    func person(_ key: Person.Key) -> Person { rules.completed(people[key.recipient]) }

    func pacing(of person: Person) -> Pacing {
        Pacing(notices: rules.notices, time: rules.time(of: person), now: now)
    }

    mutating func hold(_ notice: HeldNotice) {
        held[notice.person, default: []].append(notice)
        newHeld.insert(notice.notification)
    }

    mutating func release(_ notices: [HeldNotice], of person: Person.Key) {
        let ids = Set(notices.map(\.notification))
        held[person]?.removeAll { ids.contains($0.notification) }
        goneHeld += notices.filter { storedHeld.contains($0.notification) }
        storedHeld.subtract(ids)
        newHeld.subtract(ids)
    }

    mutating func put(_ letter: Letter, isNew: Bool = false) {
        letters[letter.key] = letter
        if isNew { newLetters.append(letter.key) } else { changedLetters.insert(letter.key) }
    }

    mutating func set(_ timer: TimerChange) { timers.append(timer) }

    mutating func hand(over parcel: Parcel) { parcels.append(parcel) }

    /// Notes what became of the replies among notices, as far as this way goes.
    mutating func noteReplies(
        _ notices: [LetterNotice],
        to key: Person.Key,
        hasArrived: Bool = false,
        _ failure: String = ""
    ) {
        fates += notices.compactMap { ReplyFate($0, to: key, hasArrived: hasArrived, failure) }
    }

    /// Keeps a letter from going out that the batch itself has handed over.
    mutating func takeBack(_ letter: Letter) { parcels.removeAll { $0.letter == letter.key } }
}
