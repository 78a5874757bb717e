//! Reading a response: a frame of the stream.

use super::super::Usage;
use crate::json::{Elements, Fault, Raw, Reader, Str};

/// A frame. Its first candidate is read with it; further ones, which are rare, are read again.
#[derive(Default)]
pub(super) struct Chunk<'a> {
    pub(super) chosen: bool,
    pub(super) first: Candidate<'a>,
    pub(super) more: Option<(Reader<'a>, Elements)>,
    pub(super) blocked: Option<Str<'a>>,
    pub(super) usage: Option<Usage>,
    pub(super) model: Str<'a>,
    pub(super) error: Option<Failure<'a>>,
    answers: bool,
    counts: bool,
}

/// A candidate with its first part. Further ones are read again.
#[derive(Default)]
pub(super) struct Candidate<'a> {
    pub(super) index: u32,
    pub(super) first: Part<'a>,
    pub(super) more: Option<(Reader<'a>, Elements)>,
    pub(super) finish: Option<Str<'a>>,
    pub(super) hidden: [Option<Raw<'a>>; 2],
}

#[derive(Default)]
pub(super) struct Part<'a> {
    pub(super) text: Str<'a>,
    pub(super) thought: bool,
    pub(super) call: Option<Call<'a>>,
    /// Code that the model wrote and ran, or what came of it.
    pub(super) hidden: Option<Raw<'a>>,
}

/// A `functionCall`.
#[derive(Default)]
pub(super) struct Call<'a> {
    pub(super) id: Str<'a>,
    pub(super) name: Str<'a>,
    pub(super) args: Option<Raw<'a>>,
    pub(super) partial: Option<Reader<'a>>,
    pub(super) continues: bool,
}

/// An `error`.
#[derive(Default)]
pub(super) struct Failure<'a> {
    code: Str<'a>,
    status: Str<'a>,
    pub(super) message: Str<'a>,
}

impl<'a> Failure<'a> {
    pub(super) fn code(&self) -> Str<'a> {
        if self.code.is_empty() {
            self.status
        } else {
            self.code
        }
    }

    /// Google's errors alone have both.
    fn is_google(&self) -> bool {
        !self.status.is_empty() && self.code.raw().bytes().all(|byte| byte.is_ascii_digit())
    }
}

impl<'a> Chunk<'a> {
    /// Whether no other wire has such a frame.
    pub(super) fn is_gemini(&self) -> bool {
        self.counts || self.is_answer()
    }

    /// The same for one that stands bare: the messages of Gemini's Live API tell their usage alike, but
    /// no model.
    pub(super) fn is_bare(&self) -> bool {
        self.counts && !self.model.is_empty() || self.is_answer()
    }

    fn is_answer(&self) -> bool {
        self.answers || self.error.as_ref().is_some_and(Failure::is_google)
    }

    /// Reads a whole frame.
    pub(super) fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        self.fields(reader, false)?;
        reader.end()
    }

    /// Reads the answer, which may stand in an envelope.
    fn fields(&mut self, reader: &mut Reader<'a>, within: bool) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "response" if !within => self.fields(reader, true)?,
                "candidates" => self.candidates(reader)?,
                "usageMetadata" => self.usage = Some(self.usage(reader)?),
                "promptFeedback" => self.blocked = self.feedback(reader)?,
                "error" => self.error = error(reader)?,
                "modelVersion" => self.model = reader.string()?.unwrap_or_default(),
                "responseId" | "createTime" | "modelStatus" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }

    #[inline]
    fn candidates(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        self.answers |= reader.peek()? == b'[';
        let mut candidates = reader.array()?;
        if !candidates.next(reader)? {
            return Ok(());
        }
        self.chosen = true;
        self.first.read(reader)?;
        let behind = (*reader, candidates);
        while candidates.next(reader)? {
            self.more = Some(behind);
            reader.skip()?;
        }
        Ok(())
    }

    fn usage(&mut self, reader: &mut Reader<'a>) -> Result<Usage, Fault> {
        self.counts |= reader.peek()? == b'{';
        let mut usage = Usage::default();
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "promptTokenCount" => usage.input_tokens = reader.u64()?,
                "candidatesTokenCount" => usage.output_tokens = reader.u64()?,
                "cachedContentTokenCount" => usage.cached_input_tokens = reader.u64()?,
                "thoughtsTokenCount" => usage.reasoning_tokens = reader.u64()?,
                _ => reader.skip()?,
            }
        }
        Ok(usage)
    }

    fn feedback(&mut self, reader: &mut Reader<'a>) -> Result<Option<Str<'a>>, Fault> {
        self.answers |= reader.peek()? == b'{';
        let mut reason = None;
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "blockReason" => reason = told(reader.string()?),
                "blockReasonMessage" | "safetyRatings" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        Ok(reason)
    }
}

impl<'a> Candidate<'a> {
    #[inline]
    pub(super) fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "content" => self.content(reader)?,
                "index" => self.index = reader.u64()?.map_or(0, |index| index as u32),
                "finishReason" => self.finish = told(reader.string()?),
                "groundingMetadata" | "logprobsResult" => self.hide(reader)?,
                "safetyRatings"
                | "citationMetadata"
                | "finishMessage"
                | "tokenCount"
                | "avgLogprobs"
                | "urlContextMetadata"
                | "urlRetrievalMetadata"
                | "groundingAttributions" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }

    /// What repeats pieces of the text.
    #[cold]
    fn hide(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let value = reader.raw()?;
        let free = self.hidden.iter_mut().find(|hidden| hidden.is_none());
        if let Some(free) = free {
            *free = Some(value);
        }
        Ok(())
    }

    #[inline]
    fn content(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "parts" => self.parts(reader)?,
                "role" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }

    #[inline]
    fn parts(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut parts = reader.array()?;
        if !parts.next(reader)? {
            return Ok(());
        }
        self.first.read(reader)?;
        let behind = (*reader, parts);
        while parts.next(reader)? {
            self.more = Some(behind);
            reader.skip()?;
        }
        Ok(())
    }
}

impl<'a> Part<'a> {
    #[inline]
    pub(super) fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "text" => self.text = reader.string()?.unwrap_or_default(),
                "thought" => self.thought = reader.bool()? == Some(true),
                "functionCall" => self.call = call(reader)?,
                "executableCode" | "codeExecutionResult" => self.hidden = Some(reader.raw()?),
                "thoughtSignature" | "inlineData" | "fileData" | "functionResponse"
                | "videoMetadata" | "partMetadata" | "toolCall" | "toolResponse" => {
                    reader.skip()?;
                }
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }
}

fn call<'a>(reader: &mut Reader<'a>) -> Result<Option<Call<'a>>, Fault> {
    if reader.peek()? != b'{' {
        return reader.skip().map(|()| None);
    }
    let mut call = Call::default();
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "id" => call.id = reader.string()?.unwrap_or_default(),
            "name" => call.name = reader.string()?.unwrap_or_default(),
            "args" => call.args = Some(reader.raw()?).filter(|args| args.text.starts_with('{')),
            "partialArgs" => call.partial = Some(reader.later()?),
            "willContinue" => call.continues = reader.bool()? == Some(true),
            _ => reader.skip_unknown()?,
        }
    }
    Ok(Some(call))
}

fn error<'a>(reader: &mut Reader<'a>) -> Result<Option<Failure<'a>>, Fault> {
    let mut error = Failure::default();
    if reader.peek()? != b'{' {
        error.message = reader.string()?.unwrap_or_default();
        return Ok(Some(error).filter(|error| !error.message.is_empty()));
    }
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "code" => error.code = reader.label()?.unwrap_or_default(),
            "status" => error.status = reader.string()?.unwrap_or_default(),
            "message" => error.message = reader.string()?.unwrap_or_default(),
            _ => reader.skip()?,
        }
    }
    Ok(Some(error))
}

/// A reason, if it is one: enumerations have a name for none.
fn told(reason: Option<Str<'_>>) -> Option<Str<'_>> {
    reason.filter(|reason| !reason.is_empty() && !reason.raw().ends_with("_UNSPECIFIED"))
}
