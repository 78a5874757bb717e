//! The kinds of mentions.

/// What a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// A human being, by name.
    Person,
    /// A company, body, team or band.
    Organization,
    /// A place with a name.
    Location,
    /// A product, a language, a model.
    Product,
    /// A book, song, film, paper.
    Work,
    /// An event with a name.
    Event,
    /// A people, a party's members, a group that is no company.
    Group,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A URL with its scheme, or one that begins with `www.`.
    Url,
    /// A host name.
    Domain,
    /// An IPv4 or IPv6 address.
    Ip,
    /// A hardware address.
    Mac,
    /// A card number with a right check digit.
    CreditCard,
    /// An international bank account number with a right check.
    Iban,
    /// A social security number of the US.
    Ssn,
    /// An address of a cryptocurrency.
    CryptoAddress,
    /// A key, token or password.
    Secret,
    /// A day, month or year.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// An amount of money.
    Money,
    /// A percentage.
    Percent,
    /// A number with a unit.
    Quantity,
    /// A bare number.
    Number,
    /// A UUID.
    Uuid,
    /// A path in a file system.
    FilePath,
    /// A version number.
    Version,
    /// Another technical name.
    Identifier,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 29] = [
        Self::Person,
        Self::Organization,
        Self::Location,
        Self::Product,
        Self::Work,
        Self::Event,
        Self::Group,
        Self::Email,
        Self::Phone,
        Self::Url,
        Self::Domain,
        Self::Ip,
        Self::Mac,
        Self::CreditCard,
        Self::Iban,
        Self::Ssn,
        Self::CryptoAddress,
        Self::Secret,
        Self::Date,
        Self::Time,
        Self::Duration,
        Self::Money,
        Self::Percent,
        Self::Quantity,
        Self::Number,
        Self::Uuid,
        Self::FilePath,
        Self::Version,
        Self::Identifier,
    ];

    /// The contract's word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Location => "location",
            Self::Product => "product",
            Self::Work => "work",
            Self::Event => "event",
            Self::Group => "group",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Url => "url",
            Self::Domain => "domain",
            Self::Ip => "ip",
            Self::Mac => "mac",
            Self::CreditCard => "credit_card",
            Self::Iban => "iban",
            Self::Ssn => "ssn",
            Self::CryptoAddress => "crypto_address",
            Self::Secret => "secret",
            Self::Date => "date",
            Self::Time => "time",
            Self::Duration => "duration",
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Quantity => "quantity",
            Self::Number => "number",
            Self::Uuid => "uuid",
            Self::FilePath => "file_path",
            Self::Version => "version",
            Self::Identifier => "identifier",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it names a thing in the world, by words rather than by a pattern.
    pub fn is_name(self) -> bool {
        self <= Self::Group
    }

    /// Whether mentions of it become nodes of the graph: names, and addresses that stand for
    /// somebody or something. Values such as dates and amounts are objects of relations only.
    pub fn has_entity(self) -> bool {
        self.is_name() || matches!(self, Self::Email | Self::Url | Self::Domain | Self::Ip)
    }

    /// Whether it is personal data or a secret, which is what masking takes by default.
    pub const fn is_sensitive(self) -> bool {
        matches!(
            self,
            Self::Person
                | Self::Email
                | Self::Phone
                | Self::Ip
                | Self::Mac
                | Self::CreditCard
                | Self::Iban
                | Self::Ssn
                | Self::CryptoAddress
                | Self::Secret
        )
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u32);

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// Every kind.
    pub const ALL: Self = Self(u32::MAX);

    /// The kinds that masking takes by default.
    pub const fn sensitive() -> Self {
        let (mut set, mut at) = (0, 0);
        while at < Kind::ALL.len() {
            if Kind::ALL[at].is_sensitive() {
                set |= 1 << Kind::ALL[at] as u32;
            }
            at += 1;
        }
        Self(set)
    }

    /// Whether none is but those that masking takes by default.
    pub(crate) fn are_sensitive(self) -> bool {
        const OTHERS: Kinds = Kinds(!Kinds::sensitive().0);
        !self.meets(OTHERS)
    }

    /// Whether `kind` is one of them.
    pub fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u32) != 0
    }

    /// Whether one of `kinds` is.
    pub fn any(self, kinds: &[Kind]) -> bool {
        self.meets(Self::of(kinds))
    }

    /// Some kinds.
    pub const fn of(kinds: &[Kind]) -> Self {
        let (mut set, mut at) = (0, 0);
        while at < kinds.len() {
            set |= 1 << kinds[at] as u32;
            at += 1;
        }
        Self(set)
    }

    /// Those that are among `other` too.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether one of these is one of `other`.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        Self(
            kinds
                .into_iter()
                .fold(0, |set, kind| set | 1 << kind as u32),
        )
    }
}
