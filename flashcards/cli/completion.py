"""`flashcards completion`: what makes a shell complete our commands."""

from __future__ import annotations

import click


@click.command(short_help="Print the completion for a shell.")
@click.pass_context
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(context: click.Context, shell: str) -> None:
    """Print what makes SHELL complete the commands and options of flashcards.

    \b
    Examples:
      flashcards completion bash >> ~/.bashrc
      flashcards completion zsh >> ~/.zshrc
      flashcards completion fish > ~/.config/fish/completions/flashcards.fish
    """
    from click.shell_completion import get_completion_class

    chosen = get_completion_class(shell)
    if chosen is not None:
        group = context.find_root().command
        click.echo(chosen(group, {}, "flashcards", "_FLASHCARDS_COMPLETE").source())
