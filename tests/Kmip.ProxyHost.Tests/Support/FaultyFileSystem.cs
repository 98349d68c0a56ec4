using Kmip.ProxyHost.Files;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>Passes everything on and makes the Nth changing call (create, chown, write, flush, rename, flush of a directory, delete) fail.</summary>
internal sealed class FaultyFileSystem(IFileSystem inner, int failAt, int errno, bool forEver) : IFileSystem
{
    private int _calls;

    /// <summary>How many changing calls were made.</summary>
    public int Calls => _calls;

    /// <summary>The kind of call that failed first.</summary>
    public string? Failed { get; private set; }

    public bool FileExists(string path) => inner.FileExists(path);

    public bool DirectoryExists(string path) => inner.DirectoryExists(path);

    public IReadOnlyList<string> ListNames(string directory) => inner.ListNames(directory);

    public byte[] Read(string path, int maximumLength) => inner.Read(path, maximumLength);

    public FileOwner? OwnerOf(string directory) => inner.OwnerOf(directory);

    public bool IsPrivate(string path, FileOwner? owner) => inner.IsPrivate(path, owner);

    public IPrivateFile CreatePrivate(string path)
    {
        Step("create");
        return new FaultyFile(this, inner.CreatePrivate(path));
    }

    public void Rename(string source, string target)
    {
        Step("rename");
        inner.Rename(source, target);
    }

    public void SyncDirectory(string directory)
    {
        Step("sync directory");
        inner.SyncDirectory(directory);
    }

    public void Delete(string path)
    {
        Step("delete");
        inner.Delete(path);
    }

    public void CreatePrivateDirectory(string path, FileOwner? owner)
    {
        Step("create directory");
        inner.CreatePrivateDirectory(path, owner);
    }

    private void Step(string kind)
    {
        int call = Interlocked.Increment(ref _calls);
        if (call == failAt || (forEver && call > failAt))
        {
            Failed ??= kind;
            throw FileErrors.FromErrno(errno, "injected");
        }
    }

    private sealed class FaultyFile(FaultyFileSystem owner, IPrivateFile file) : IPrivateFile
    {
        public void Write(ReadOnlySpan<byte> data)
        {
            owner.Step("write");
            file.Write(data);
        }

        public void GiveTo(FileOwner newOwner)
        {
            owner.Step("chown");
            file.GiveTo(newOwner);
        }

        public void Sync()
        {
            owner.Step("sync");
            file.Sync();
        }

        public void Dispose() => file.Dispose();
    }
}
