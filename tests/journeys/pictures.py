"""A camera's film made of one picture: YUV4MPEG2 frames with a code on them, as Chromium's fake camera reads it."""

from pathlib import Path

import segno

WIDTH, HEIGHT, FRAMES, MARGIN = 640, 640, 10, 4


def film(file: Path, text: str) -> Path:
    """Write a second of film that shows a code, dark on light, in the middle."""
    modules = [list(row) for row in segno.make(text, error="l", micro=False).matrix]
    count = len(modules) + 2 * MARGIN
    size = min(WIDTH, HEIGHT) // count
    left, top = (WIDTH - count * size) // 2, (HEIGHT - count * size) // 2
    light = bytearray(b"\xeb" * (WIDTH * HEIGHT))
    for row, line in enumerate(modules):
        for column, dark in enumerate(line):
            if dark:
                x, y = left + (column + MARGIN) * size, top + (row + MARGIN) * size
                for step in range(size):
                    at = (y + step) * WIDTH + x
                    light[at : at + size] = b"\x10" * size
    colour = b"\x80" * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    file.write_bytes(head + b"".join(b"FRAME\n" + bytes(light) + colour for _frame in range(FRAMES)))
    return file
