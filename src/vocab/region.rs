//! The regions of Kazakhstan, by ISO 3166-2 code. Their names live in `content/hotlines.toml`.

use std::str::FromStr;

macro_rules! regions {
    ($($name:ident = $code:literal),+ $(,)?) => {
        /// A region or a city of national rank.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "names of regions")]
        pub enum Region { $($name),+ }

        impl Region {
            /// Every region, in the order of the codes.
            pub const ALL: [Region; 20] = [$(Region::$name),+];

            /// The ISO 3166-2 code: `KZ-75`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Region::$name => $code),+ }
            }
        }
    };
}

regions! {
    Abai = "KZ-10", Akmola = "KZ-11", Aktobe = "KZ-15", AlmatyRegion = "KZ-19", Atyrau = "KZ-23",
    WestKazakhstan = "KZ-27", Zhambyl = "KZ-31", Zhetisu = "KZ-33", Karaganda = "KZ-35", Kostanay = "KZ-39",
    Kyzylorda = "KZ-43", Mangystau = "KZ-47", Pavlodar = "KZ-55", NorthKazakhstan = "KZ-59", Turkistan = "KZ-61",
    Ulytau = "KZ-62", EastKazakhstan = "KZ-63", Astana = "KZ-71", Almaty = "KZ-75", Shymkent = "KZ-79",
}

impl FromStr for Region {
    type Err = ();

    fn from_str(code: &str) -> Result<Region, ()> {
        Region::ALL.into_iter().find(|region| region.code() == code).ok_or(())
    }
}
