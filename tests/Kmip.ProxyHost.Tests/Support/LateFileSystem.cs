using Kmip.ProxyHost.Files;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>Passes everything on, and lets something happen right after a directory was listed for the first time: another process comes in between.</summary>
internal sealed class LateFileSystem(IFileSystem inner, string directory, Action happens) : IFileSystem
{
    private bool _happened;

    public bool FileExists(string path) => inner.FileExists(path);

    public bool DirectoryExists(string path) => inner.DirectoryExists(path);

    public IReadOnlyList<string> ListNames(string path)
    {
        IReadOnlyList<string> names = inner.ListNames(path);
        if (path == directory && !_happened)
        {
            _happened = true;
            happens();
        }

        return names;
    }

    public byte[] Read(string path, int maximumLength) => inner.Read(path, maximumLength);

    public IPrivateFile CreatePrivate(string path) => inner.CreatePrivate(path);

    public void Rename(string source, string target) => inner.Rename(source, target);

    public void SyncDirectory(string path) => inner.SyncDirectory(path);

    public void Delete(string path) => inner.Delete(path);

    public void CreatePrivateDirectory(string path, FileOwner? owner) => inner.CreatePrivateDirectory(path, owner);

    public FileOwner? OwnerOf(string path) => inner.OwnerOf(path);

    public bool IsPrivate(string path, FileOwner? owner) => inner.IsPrivate(path, owner);
}
