//! The message type of a request: for generic netlink the family's id, asked of the kernel.

use super::Client;
use crate::connection::{Asked, Mode};
use crate::error::{Errno, Error, ExtendedAck, OperationRef};
use crate::generic::{CONTROLLER, GenericFamily, GetFamily};
use crate::payload::Decode;
use crate::schema::Protocol;
use crate::transport::Transport;

impl<T: Transport> Client<T> {
    /// What the kernel says of a generic netlink family; it is asked once.
    pub(crate) async fn generic_family(&mut self, name: &str) -> Result<&GenericFamily, Error> {
        if self.session.families.get(name).is_none() {
            self.resolve(name).await?;
        }
        let family = self.session.families.get(name);
        family.ok_or_else(|| Error::FamilyNotFound { name: name.into() })
    }

    /// The message type of an operation's request.
    #[inline]
    pub(super) async fn kind_of(
        &mut self,
        asked: OperationRef,
        command: u16,
    ) -> Result<u16, Error> {
        let family = asked.family();
        if family.protocol.number() != self.protocol {
            return Err(Error::WrongProtocol { operation: asked, protocol: self.protocol });
        }
        match (family.protocol, self.session.families.id(family.name)) {
            (Protocol::Raw(_), _) => Ok(command),
            (Protocol::Generic { .. }, Some(id)) => Ok(id),
            (Protocol::Generic { .. }, None) => self.resolve(family.name).await,
        }
    }

    /// Asks the kernel for a family and remembers it.
    #[cold]
    pub(super) async fn resolve(&mut self, name: &str) -> Result<u16, Error> {
        let asked = self.ask(&GetFamily { name }, Mode::Reply, CONTROLLER.1).await?;
        let family = match asked.span.within(self.answer(&asked)).await {
            Ok(None) => return Err(asked.no_reply()),
            Ok(Some(message)) => {
                let body = asked.body(&message.header, self.session.inbox.payload(&message))?;
                GenericFamily::decode(body).map_err(|error| asked.malformed(error))?
            }
            Err(error) if error.errno() == Some(Errno::ENOENT) => {
                self.session.families.remove(name);
                return Err(Error::FamilyNotFound { name: name.into() });
            }
            Err(error) => return Err(error),
        };
        // The kernel answers with the name that it was asked for.
        Ok(self.session.families.put(family).id)
    }

    /// Sends a request again if the family's id was stale, as it is when its module was unloaded
    /// and loaded since; whether it did.
    ///
    /// The kernel answers a stale id with a bare `ENOENT`. So do families for objects that they
    /// do not have, hence only another id makes it worth asking again.
    #[cold]
    pub(super) async fn ask_again(
        &mut self,
        asked: &mut Asked,
        error: &Error,
    ) -> Result<bool, Error> {
        if !self.may_be_stale(asked, error) {
            return Ok(false);
        }
        let sent = self.session.take_sent();
        self.send_to_new_id(asked, &sent).await
    }

    pub(super) fn may_be_stale(&self, asked: &Asked, error: &Error) -> bool {
        let bare = |ack: &ExtendedAck| *ack == ExtendedAck::default();
        let suspect = error
            .kernel()
            .is_some_and(|error| error.errno() == Errno::ENOENT && bare(error.extended_ack()));
        let name = asked.operation.family().name;
        suspect && asked.is_generic() && self.session.families.get(name).is_some()
    }

    /// Sends a request again if the family has another id by now; whether it did.
    pub(super) async fn send_to_new_id(
        &mut self,
        asked: &mut Asked,
        sent: &[u8],
    ) -> Result<bool, Error> {
        let id = self.resolve(asked.operation.family().name).await?;
        if id == asked.kind {
            return Ok(false);
        }
        self.session.prepare_again(sent, asked, id);
        self.send(asked).await?;
        Ok(true)
    }
}
