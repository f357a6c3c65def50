# Print the Python that is to make the environment: $PYTHON if it is set, else the first on the PATH that runs everything,
# else one that is too new for gensim.
version() { "$1" -c 'import sys; print("%d%02d" % sys.version_info[:2])' 2>/dev/null || echo 0; }
too_new="gensim has no build for it: the library works and the book can be built and read, but notebook cells that need gensim stop, and so does make test. Python 3.11, 3.12 and 3.13 run everything."

if [ -n "$PYTHON" ]; then
    found=$(version "$PYTHON")
    if [ "$found" -lt 311 ]; then
        echo "PYTHON=$PYTHON is no Python of 3.11 or newer, which the book needs; set it to another, or leave it out." >&2
        exit 1
    fi
    [ "$found" -lt 314 ] || echo "PYTHON=$PYTHON: $too_new" >&2
    echo "$PYTHON"
    exit 0
fi
for below in 314 1000; do
    for candidate in python3 python3.13 python3.12 python3.11 python python3.14; do
        found=$(version "$candidate")
        if [ "$found" -ge 311 ] && [ "$found" -lt "$below" ]; then
            [ "$below" = 314 ] || echo "$candidate: $too_new" >&2
            echo "$candidate"
            exit 0
        fi
    done
done
echo "The book needs Python 3.11, 3.12 or 3.13, and none is on the PATH; install one, or set PYTHON to it." >&2
exit 1
