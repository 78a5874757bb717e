//! Words that say what digits are the number of.

use crate::text::list::{List, list};

/// Words in the name of a number.
pub(super) const WORDS: &List = list!(
    "phone call tel telephone mobile cell cellphone fax contact dial text sms msisdn whatsapp phonenumber"
);
/// Words in the name of other numbers of ten digits.
pub(super) const OTHERS: &List =
    list!("order account invoice id ticket number# isbn card tracking reference ref case serial");
/// Words in the name of a thing's number.
pub(super) const PARTS: &List = list!("sku part pn model article serial order invoice isbn item");
/// Words in the name of what ten digits in a row count or stand for.
pub(super) const SIZES: &List = list!(
    "views size length count total offset hash seed ns ms bytes elapsed duration population timestamp item rows"
);
/// Words for what ten digits in a row count.
pub(super) const COUNTED: &List = list!(
    "people persons inhabitants users customers visitors views times bytes bits tokens parameters rows records items \
    entries lines files requests events messages operations cycles years days hours minutes seconds milliseconds ms \
    microseconds nanoseconds ns dollars euros pounds yen rupees won usd eur shares units copies cells atoms stars"
);
