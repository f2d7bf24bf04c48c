"""The application: which commands there are, and how a command line becomes an exit code."""

from collections.abc import Sequence

from cyclopts import App, CycloptsError

from lienthong.cli import adapters
from lienthong.cli.help import Help
from lienthong.cli.lot_commands import add_lot_commands
from lienthong.cli.mapping_commands import mapping_app
from lienthong.cli.profile_commands import profile_app
from lienthong.cli.run_commands import add_run_commands
from lienthong.cli.usage import problem, system_problem
from lienthong.cli.voice import Voice, default_lang, without_lang
from lienthong.plugs import installed


def run(arguments: list[str]) -> int:
    """Runs one command line and gives its exit code; a wrong command line is 2."""
    voice = Voice(default_lang(arguments), installed().catalogue)
    rest, wrong = without_lang(arguments)
    if wrong is not None:
        voice.say("cli.bad-lang", word=wrong)
        return 2
    try:
        # a dash alone stands for standard input or output; the parser would take it for an option
        rest = ["./-" if word == "-" else word for word in rest]
        code = build(voice, rest[:1])(rest, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as fault:
        command = " ".join(("lienthong", *(fault.command_chain or ())))
        voice.say("cli.bad-line", problem=problem(fault, voice.lang), command=command)
        return 2
    except BrokenPipeError:
        raise
    except FileNotFoundError as fault:
        voice.say("cli.absent", file=str(fault.filename or ""))
        return 2
    except OSError as fault:
        voice.say("cli.not-done", file=str(fault.filename or ""), problem=system_problem(fault, voice.lang))
        return 2
    except SystemExit as end:
        return int(end.code or 0)
    return code if isinstance(code, int) else 0


def build(voice: Voice, begins: Sequence[str] = ()) -> App:
    """The application, its help in the voice's language; of adapters only the one a line begins with is mounted whole.

    So whoever asks for help, or for a run, does not wait for what the commands of adapters import.
    """
    help_ = Help(voice)
    app = help_.app("lienthong", "lienthong")
    for flag in ("help", "version"):
        app[f"--{flag}"].group = help_.say("group.options")
        app[f"--{flag}"].help = help_.say(f"word.{flag}")
    add_run_commands(app, voice)
    add_lot_commands(app, voice)
    app.command(mapping_app(voice))
    app.command(profile_app(voice))
    app.command(lambda: adapters.listing(voice), name="adapters", help=help_.say("adapters"))
    plugs = installed()
    for adapter in plugs.adapters:
        if adapter.commands:
            commands = plugs.commands_of(adapter) if adapter.name in begins else ()
            app.command(adapters.mounted(adapter, commands, voice))
    return app
