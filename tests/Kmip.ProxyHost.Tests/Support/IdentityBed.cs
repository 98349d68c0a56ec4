using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kmip.ProxyHost.Certificates;
using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Logging;
using Kmip.TestSupport;
using Microsoft.Extensions.Time.Testing;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>A directory for certificates, a clock that can be moved, a master key, and what was logged.</summary>
internal sealed class IdentityBed : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly List<MasterKey> _keys = [];

    /// <summary>Keys made once: making one takes longer than all else in these tests. Certificates differ although keys come back.</summary>
    private static readonly byte[][] PrivateKeys = [.. Enumerable.Range(0, 4).Select(static _ =>
    {
        using RSA key = RSA.Create(2048);
        return key.ExportRSAPrivateKey();
    })];

    private int _nextKey;

    public IdentityBed()
    {
        Key = NewKey("key-1");
        Time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
    }

    public string Directory => _folder.FullPath;

    public FakeTimeProvider Time { get; }

    public SealingKey Key { get; }

    public PhysicalFileSystem Files { get; } = new();

    public string AuthorityPath => _folder.Combine("kmipCA.pem");

    public string ClientPath => _folder.Combine("kmipClient.pem");

    public string SealedPath => _folder.Combine("kmipIdentity.sealed");

    public string Warnings => _error.ToString();

    public string Said => _output.ToString();

    public SealingKey NewKey(string id)
    {
        SealingKey key = SealingKey.Of(id, RandomNumberGenerator.GetBytes(32));
        _keys.Add(key.Key);
        return key;
    }

    public ProxyIdentity Prepare(
        IFileSystem? files = null, SealingKey[]? keys = null, bool forceNew = false, FileOwner? owner = null, string[]? options = null, string? directory = null)
    {
        ProxyContext context = new()
        {
            Options = ProxyCommandLine.Parse(["-dbpath", Directory, .. options ?? []]),
            Files = files ?? Files,
            Environment = static _ => null,
            Time = Time,
            Log = new ProxyLog(_output, _error, Time, json: false, LogVerbosity.Info),
            Output = _output,
            Providers = new KeyProviderFactory(),
        };
        return ProxyIdentity.Prepare(context, directory ?? Directory, owner, keys ?? [Key], forceNew, NextPrivateKey);
    }

    private RSA NextPrivateKey()
    {
        RSA key = RSA.Create();
        key.ImportRSAPrivateKey(PrivateKeys[_nextKey++ % PrivateKeys.Length], out _);
        return key;
    }

    /// <summary>The client's certificate and key as mongod reads them.</summary>
    public X509Certificate2 LoadClient()
    {
        using X509Certificate2 pem = X509Certificate2.CreateFromPemFile(ClientPath);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Name and content of all that lies in the directory.</summary>
    public SortedDictionary<string, string> Snapshot()
    {
        SortedDictionary<string, string> result = new(StringComparer.Ordinal);
        foreach (string path in System.IO.Directory.GetFileSystemEntries(Directory))
        {
            result[Path.GetFileName(path)] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        }

        return result;
    }

    /// <summary>Empties the directory and puts files there, with mode 0600.</summary>
    public void Restore(IReadOnlyDictionary<string, byte[]> contents)
    {
        foreach (string path in System.IO.Directory.GetFileSystemEntries(Directory))
        {
            File.Delete(path);
        }

        foreach ((string name, byte[] content) in contents)
        {
            AtomicFile.Write(Files, _folder.Combine(name), content);
        }
    }

    /// <summary>The content of all that lies in the directory.</summary>
    public Dictionary<string, byte[]> Contents() =>
        System.IO.Directory.GetFileSystemEntries(Directory).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);

    /// <summary>True where the two PEM files are a pair: the authority issued the client's certificate, whose key is in the file.</summary>
    public bool IsMatchingPair()
    {
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(AuthorityPath);
        using X509Certificate2 client = LoadClient();
        return Verifies(client, authority, Time.GetUtcNow());
    }

    /// <summary>True where a chain from the certificate to the authority is valid at a time.</summary>
    public static bool Verifies(X509Certificate2 certificate, X509Certificate2 authority, DateTimeOffset at)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        return chain.Build(certificate);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
        _keys.ForEach(static key => key.Dispose());
    }
}
