"""In a notebook's kernel: only cells that say so have gensim, and what they define. In the browser there is none of it.

IPython runs this when the kernel starts. A cell without the tag that imports gensim, or reads what only a tagged cell
has defined, ends in an error, as it would in the browser.
"""


def keep_gensim_apart(shell) -> None:
    """Put one hook before every cell and one behind it."""
    import hashlib
    import os
    import sys

    stub, tagged = os.environ["BOOK_WITHOUT_GENSIM"], set(os.environ["BOOK_NEEDS_GENSIM"].split())
    modules, made, before = {}, {}, {}  # gensim's, as loaded; what tagged cells define; what there was before one

    def is_tagged(source: str) -> bool:
        return hashlib.sha256(source.strip().encode()).hexdigest() in tagged

    def take_modules() -> dict:
        """Take gensim's modules, or what stands for them, out of Python's list."""
        return {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] == "gensim"}

    def begin(info) -> None:
        if is_tagged(info.raw_cell):
            before.clear()
            before.update(shell.user_ns)
            shell.user_ns.update(made)
            sys.path.remove(stub)
            take_modules()
            sys.modules.update(modules)

    def end(result) -> None:
        if is_tagged(result.info.raw_cell):
            modules.update(take_modules())
            sys.path.insert(0, stub)
            for name, value in list(shell.user_ns.items()):
                if name[0] != "_" and value is not before.get(name, shell):
                    made[name] = value
                    del shell.user_ns[name]
            shell.user_ns.update({name: before[name] for name in made if name in before})

    shell.events.register("pre_run_cell", begin)
    shell.events.register("post_run_cell", end)


keep_gensim_apart(get_ipython())  # noqa: F821
del keep_gensim_apart
