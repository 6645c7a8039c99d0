"""The one error of Redline: a sentence a planner can act on; and notices, which are such sentences without the stop."""

from collections.abc import Callable, Mapping

from .redaction import redacted

__all__ = ["Cancelled", "Notice", "RedlineError", "tr"]


def tr(text: str) -> str:
    """Marks a sentence for translation; it is translated where it is shown."""
    return text


class Notice:
    """A sentence for a person: what was found, where, and what to do.

    ``template`` is an English source string with named places, for example
    ``"Layer {layer} has no field {field}: name the field in {parameter}."``; ``values`` fills them.
    The sentence is put together late, so that the template can be translated first; a value may be a notice itself.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values: Mapping[str, object] = values

    def __str__(self) -> str:
        return self.sentence(lambda text: text)

    def sentence(self, tr: Callable[[str], str]) -> str:
        """The sentence in the language of ``tr``; a password in one of its values is left out."""
        return redacted(
            tr(self.template).format(
                **{
                    name: value.sentence(tr) if isinstance(value, Notice) else value
                    for name, value in self.values.items()
                }
            )
        )


class RedlineError(Notice, Exception):
    """A wrong input that stops the run."""

    def __init__(self, template: str, **values: object) -> None:
        Exception.__init__(self, template)
        Notice.__init__(self, template, **values)


class Cancelled(RedlineError):
    """The person stopped the run; nothing was written."""

    SENTENCE = "The run was cancelled; nothing was written."

    def __init__(self) -> None:
        super().__init__(self.SENTENCE)
