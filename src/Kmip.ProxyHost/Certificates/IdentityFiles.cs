using System.Security.Cryptography;
using Kmip.ProxyHost.Files;

namespace Kmip.ProxyHost.Certificates;

/// <summary>The three files of an identity, in one directory.</summary>
internal sealed class IdentityFiles
{
    private readonly IFileSystem _files;
    private readonly string _directory;
    private readonly FileOwner? _owner;

    /// <summary>Names the files.</summary>
    public IdentityFiles(IFileSystem files, string directory, FileOwner? owner)
    {
        _files = files;
        _directory = directory;
        _owner = owner;
        AuthorityPath = Path.Combine(directory, "kmipCA.pem");
        ClientPath = Path.Combine(directory, "kmipClient.pem");
        SealedPath = Path.Combine(directory, "kmipIdentity.sealed");
    }

    /// <summary>The authority's certificate, for <c>--kmipServerCAFile</c>.</summary>
    public string AuthorityPath { get; }

    /// <summary>The client's certificate and key, for <c>--kmipClientCertificateFile</c>.</summary>
    public string ClientPath { get; }

    /// <summary>The sealed server identity.</summary>
    public string SealedPath { get; }

    /// <summary>True where something of an earlier run lies, whole or not.</summary>
    public bool AnyExists => _files.FileExists(AuthorityPath) || _files.FileExists(ClientPath);

    /// <summary>Throws <see cref="ProxyException"/> where the directory is none; removes what a killed run left behind.</summary>
    public void PrepareDirectory()
    {
        try
        {
            if (!_files.DirectoryExists(_directory))
            {
                throw new ProxyException(
                    ExitCode.File, $"the directory for the certificates, {_directory.Printable()}, is missing or not a directory: "
                    + "create it or name another with --pemDir");
            }

            AtomicFile.RemoveStale(_files, _directory);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw new ProxyException(ExitCode.File, $"cannot read the directory for the certificates, {_directory.Printable()}: {FileErrors.Describe(e)}", e);
        }
    }

    /// <summary>
    /// Writes all three as one set; without sealed content the sealed file goes. Throws <see cref="ProxyException"/>, the old files are then as they were.
    /// </summary>
    public void Write(byte[] authority, byte[] client, byte[]? sealedIdentity)
    {
        try
        {
            AtomicFileSet.Write(
                _files, _directory, [new(SealedPath, sealedIdentity), new(AuthorityPath, authority), new(ClientPath, client)], _owner);
        }
        catch (ProxyException e)
        {
            throw new ProxyException(e.ExitCode, $"{e.Message} (the certificates for mongod go there; --pemDir names another directory)", e);
        }
    }

    /// <summary>Reads a file that only its owner can read; null with a reason where it is missing, unreadable, too long, or not private.</summary>
    public byte[]? ReadPrivate(string path, out string reason)
    {
        string name = Path.GetFileName(path);
        reason = "";
        try
        {
            if (!_files.FileExists(path))
            {
                reason = $"{name} is missing";
                return null;
            }

            if (!_files.IsPrivate(path, _owner))
            {
                reason = $"{name} is a link, is readable for others, or has another owner";
                return null;
            }

            byte[] content = _files.Read(path, SealedEnvelope.MaximumFileLength);
            if (content.Length <= SealedEnvelope.MaximumFileLength)
            {
                return content;
            }

            CryptographicOperations.ZeroMemory(content);
            reason = $"{name} is too long";
            return null;
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            reason = $"{name} cannot be read ({FileErrors.Describe(e)})";
            return null;
        }
    }

    /// <summary>Deletes the three files. Throws <see cref="ProxyException"/> after trying each.</summary>
    public void Remove()
    {
        ProxyException? first = null;
        foreach (string path in (ReadOnlySpan<string>)[ClientPath, AuthorityPath, SealedPath])
        {
            try
            {
                AtomicFile.Delete(_files, path);
            }
            catch (ProxyException e)
            {
                first ??= e;
            }
        }

        if (first is not null)
        {
            throw first;
        }
    }
}
