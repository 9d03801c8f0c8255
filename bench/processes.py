"""Processes: what a server on this machine costs, from /proc. Seconds of CPU, MiB of memory."""

import os

TICKS = os.sysconf("SC_CLK_TCK")


def family(root: int) -> set[int]:
    """The process and everything that it has started."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit() and (fields := _stat(int(entry))):
            children.setdefault(int(fields[1]), []).append(int(entry))
    found, todo = set(), [root]
    while todo:
        pid = todo.pop()
        if pid not in found:
            found.add(pid)
            todo += children.get(pid, [])
    return found


def cpu_s(root: int) -> float:
    """User and system time of the family so far."""
    return sum((int(fields[11]) + int(fields[12])) / TICKS for pid in family(root) if (fields := _stat(pid)))


def memory_mib(root: int) -> float:
    """Proportional set size of the family: pages that several processes share count once."""
    total = 0
    for pid in family(root):
        try:
            with open(f"/proc/{pid}/smaps_rollup") as lines:
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except OSError:
            pass
    return total / 1024


def machine_s() -> float:
    """Time for which the cores were busy with anything at all."""
    with open("/proc/stat") as lines:
        fields = [int(field) for field in lines.readline().split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICKS


def _stat(pid: int) -> list[str] | None:
    """The fields after the name, which may hold spaces."""
    try:
        with open(f"/proc/{pid}/stat") as line:
            return line.read().rsplit(")", 1)[1].split()
    except OSError:
        return None
