# Print the first Python on the PATH that the book runs on (3.11 to 3.13; gensim has no wheels beyond).
for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
        echo "$candidate"
        exit 0
    fi
done
echo "The book needs Python 3.11, 3.12 or 3.13, and none is on the PATH; install one, or set PYTHON to it." >&2
exit 1
