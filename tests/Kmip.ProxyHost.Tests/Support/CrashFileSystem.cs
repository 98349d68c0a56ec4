using Kmip.ProxyHost.Files;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>What a disk holds after the machine or the process ended in the middle of its work.</summary>
public enum CrashKind
{
    /// <summary>The process was killed: everything it did is there.</summary>
    Killed,

    /// <summary>The power failed: what was not flushed is gone, names and content alike.</summary>
    PowerCut,

    /// <summary>The power failed after names, but not content, reached the disk: files that were not flushed are empty.</summary>
    NamesOnly,
}

/// <summary>The end of the process: not an error that the program could handle.</summary>
public sealed class CrashException : Exception
{
    public CrashException()
        : base("the process ended here")
    {
    }

    public CrashException(string message)
        : base(message)
    {
    }

    public CrashException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// A file system in memory that knows what is flushed and what is not, and that ends the process before the changing call after the Nth. A write that is cut
/// short leaves half of its bytes.
/// </summary>
internal sealed class CrashFileSystem : IFileSystem
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _directories = [];
    private readonly HashSet<string> _durableDirectories = [];
    private readonly Dictionary<string, Inode> _names = [];
    private readonly Dictionary<string, Inode> _durableNames = [];
    private int _calls;
    private int _lives = int.MaxValue;

    public CrashFileSystem(string root)
    {
        _directories.Add(root);
        _durableDirectories.Add(root);
    }

    /// <summary>How many changing calls were made.</summary>
    public int Calls => _calls;

    /// <summary>The files, for tests that look at them.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _names.ToDictionary(static pair => pair.Key, static pair => pair.Value.Content);

    /// <summary>Lets so many changing calls happen from now on.</summary>
    public void DieAfter(int calls)
    {
        _calls = 0;
        _lives = calls;
    }

    /// <summary>Puts a file there, flushed.</summary>
    public void Seed(string path, byte[] content)
    {
        string directory = Path.GetDirectoryName(path)!;
        _directories.Add(directory);
        _durableDirectories.Add(directory);
        _names[path] = _durableNames[path] = new Inode { Content = content, Durable = content };
    }

    /// <summary>The file system that the next start finds.</summary>
    public CrashFileSystem Restart(CrashKind kind)
    {
        lock (_gate)
        {
            bool names = kind is not CrashKind.PowerCut;
            CrashFileSystem next = new("");
            foreach (string directory in names ? _directories : _durableDirectories)
            {
                next._directories.Add(directory);
                next._durableDirectories.Add(directory);
            }

            foreach ((string path, Inode inode) in names ? _names : _durableNames)
            {
                if (next._directories.Contains(Path.GetDirectoryName(path)!))
                {
                    next.Seed(path, kind is CrashKind.Killed ? inode.Content : inode.Durable ?? []);
                }
            }

            return next;
        }
    }

    public bool FileExists(string path) => Locked(() => _names.ContainsKey(path));

    public bool DirectoryExists(string path) => Locked(() => _directories.Contains(path));

    public IReadOnlyList<string> ListNames(string directory) => Locked(() => _directories.Contains(directory)
        ? (IReadOnlyList<string>)[.. _names.Keys.Concat(_directories).Where(path => Path.GetDirectoryName(path) == directory).Select(Path.GetFileName).Order(StringComparer.Ordinal)!]
        : throw new DirectoryNotFoundException(directory));

    public byte[] Read(string path, int maximumLength) => Locked(() => _names.TryGetValue(path, out Inode? inode)
        ? inode.Content.AsSpan(0, Math.Min(inode.Content.Length, maximumLength + 1)).ToArray()
        : throw new FileNotFoundException(path));

    public FileOwner? OwnerOf(string directory) => null;

    public bool IsPrivate(string path, FileOwner? owner = null) => true;

    public IPrivateFile CreatePrivate(string path) => Changing(() =>
    {
        if (!_directories.Contains(Path.GetDirectoryName(path)!) || _names.ContainsKey(path))
        {
            throw new IOException("cannot create " + path);
        }

        return new OpenFile(this, _names[path] = new Inode());
    });

    public void Rename(string source, string target) => Changing(() =>
    {
        _names.Remove(source, out Inode? inode);
        return _names[target] = inode ?? throw new FileNotFoundException(source);
    });

    public void SyncDirectory(string directory) => Changing(() =>
    {
        foreach (string gone in _durableNames.Keys.Where(path => Path.GetDirectoryName(path) == directory && !_names.ContainsKey(path)).ToArray())
        {
            _durableNames.Remove(gone);
        }

        foreach ((string path, Inode inode) in _names.Where(pair => Path.GetDirectoryName(pair.Key) == directory))
        {
            _durableNames[path] = inode;
        }

        _durableDirectories.UnionWith(_directories.Where(path => Path.GetDirectoryName(path) == directory));
        return 0;
    });

    public void Delete(string path) => Changing(() => _names.Remove(path));

    public void CreatePrivateDirectory(string path, FileOwner? owner) => Changing(() => _directories.Add(path));

    private T Locked<T>(Func<T> look)
    {
        lock (_gate)
        {
            return look();
        }
    }

    private T Changing<T>(Func<T> change, Action? half = null)
    {
        lock (_gate)
        {
            if (_calls >= _lives)
            {
                half?.Invoke();
                throw new CrashException();
            }

            _calls++;
            return change();
        }
    }

    private sealed class Inode
    {
        public byte[] Content { get; set; } = [];

        public byte[]? Durable { get; set; }
    }

    private sealed class OpenFile(CrashFileSystem owner, Inode inode) : IPrivateFile
    {
        private bool _written;

        public void Write(ReadOnlySpan<byte> data)
        {
            byte[] copy = data.ToArray();
            owner.Changing(
                () => inode.Content = [.. inode.Content, .. copy],
                () =>
                {
                    // Only the call that is cut short has an effect; nothing happens after the end.
                    if (!_written)
                    {
                        _written = true;
                        inode.Content = [.. inode.Content, .. copy.AsSpan(0, copy.Length / 2)];
                    }
                });
        }

        public void GiveTo(FileOwner newOwner) => owner.Changing(static () => 0);

        public void Sync() => owner.Changing(() => inode.Durable = inode.Content);

        public void Dispose()
        {
        }
    }
}
