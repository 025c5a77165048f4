//! A dump, and then what changes: all that it takes to keep a copy of what the kernel has.

use super::listener::unusable;
use super::{Came, Client, DumpState, Group, Listener, ReplyOf, family_of};
use crate::error::Error;
use crate::message::{Dump, Messages};
use crate::payload::Decode;
use crate::socket::{Change, ChangeOf, SocketOptions};
use crate::trace;
use crate::transport::{Transport, Wait};

/// Two sockets, one that hears and one that asks, so that changes are queued while a dump runs.
#[derive(Debug)]
pub(crate) struct Mirroring<T: Transport, R> {
    listener: Listener<T>,
    asker: Client<T>,
    request: R,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// All must be asked for, from the start.
    Start,
    /// The answers come.
    Dumping(DumpState),
    /// What has changed so far comes.
    CatchingUp,
    /// Nothing is known to be missing.
    Following,
}

/// What there is to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// What was told before does not count any more.
    Reset,
    /// An object of the dump.
    Object,
    /// A notification.
    Message,
    /// All that is known to have happened has been told.
    Synced,
    /// Nothing in time.
    Nothing,
}

impl<T: Transport, R: Dump> Mirroring<T, R> {
    pub(crate) async fn open<M: Messages>(
        options: &SocketOptions,
        groups: &[&str],
        request: R,
    ) -> Result<Self, Error> {
        let mut listener = Listener::open(options, family_of::<M>().protocol.number())?;
        for group in groups {
            listener.join_of::<M>(Group::Name(group)).await?;
        }
        let asker = options.for_asking().connect(R::FAMILY.protocol.number())?;
        Ok(Self { listener, asker, request, stage: Stage::Start })
    }

    pub(crate) fn listener(&self) -> &Listener<T> {
        &self.listener
    }

    /// Goes to the next thing to tell that concerns the family of `M`.
    pub(crate) async fn next_of<M: Messages>(&mut self, wait: Wait) -> Result<Turn, Error> {
        loop {
            let turn = self.next(wait).await?;
            if turn != Turn::Message || self.listener.notice().is_of::<M>() {
                return Ok(turn);
            }
        }
    }

    /// What there is to tell.
    pub(crate) fn change_of<M: Messages>(
        &self,
        turn: Turn,
    ) -> Result<Option<ChangeOf<'_, M, R>>, Error> {
        Ok(Some(match turn {
            Turn::Reset => Change::Reset,
            Turn::Object => Change::Object(<ReplyOf<'_, R>>::decode(self.object()?)?),
            Turn::Message => {
                let notice = self.listener.notice();
                trace::heard(&notice, Some(family_of::<M>()));
                match notice.get_any::<M>() {
                    Some(message) => Change::Message(message.map_err(unusable)?),
                    None => return Ok(None),
                }
            }
            Turn::Synced => Change::Synced,
            Turn::Nothing => return Ok(None),
        }))
    }

    /// The object at hand, after [`Turn::Object`]: what follows its netlink headers.
    fn object(&self) -> Result<&[u8], Error> {
        match &self.stage {
            Stage::Dumping(dump) => dump.body(&self.asker),
            _ => Ok(&[]),
        }
    }

    /// Goes to the next thing to tell.
    async fn next(&mut self, wait: Wait) -> Result<Turn, Error> {
        loop {
            let wait = match &mut self.stage {
                Stage::Start => {
                    let dump = self.asker.begin_dump(&self.request).await?;
                    self.stage = Stage::Dumping(dump);
                    return Ok(Turn::Reset);
                }
                Stage::Dumping(dump) => match dump.next(&mut self.asker).await {
                    Ok(true) => return Ok(Turn::Object),
                    Ok(false) => {
                        self.stage = Stage::CatchingUp;
                        continue;
                    }
                    // It may have shown what never was; so all is asked for once more.
                    Err(Error::DumpInterrupted { .. }) => {
                        self.stage = Stage::Start;
                        continue;
                    }
                    Err(error) => return Err(self.dump_failed(error)),
                },
                Stage::CatchingUp => Wait::Never,
                Stage::Following => wait,
            };
            match (self.listener.next(wait).await?, &self.stage) {
                (Came::Message, _) => {
                    self.stage = Stage::CatchingUp;
                    return Ok(Turn::Message);
                }
                (Came::Overrun, _) => self.stage = Stage::Start,
                (Came::Nothing, Stage::CatchingUp) => {
                    self.stage = Stage::Following;
                    return Ok(Turn::Synced);
                }
                (Came::Nothing, _) => return Ok(Turn::Nothing),
            }
        }
    }

    /// A dump goes on behind a malformed object; after any other error it starts anew.
    fn dump_failed(&mut self, error: Error) -> Error {
        let goes_on = matches!(error, Error::Decode { .. } | Error::UnexpectedReply { .. });
        if let (false, Stage::Dumping(dump)) = (goes_on, &self.stage) {
            dump.abandon(&mut self.asker);
            self.stage = Stage::Start;
        }
        error
    }
}
