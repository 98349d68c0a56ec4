using System.Runtime.InteropServices;
using Kmip.ProxyHost.Certificates;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Tests.Support;
using Kmip.TestSupport;

namespace Kmip.ProxyHost.Tests.Certificates;

/// <summary>Modes, owners, and what OpenSSL says.</summary>
public sealed class IdentityOnUnixTests : IDisposable
{
    private readonly IdentityBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(0b000_111_111)]
    [Trait("Abuse", "A92")]
    public void Files_are_of_mode_0600_whatever_the_umask(int mask)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix modes.");
        int before = SetMask(mask);
        try
        {
            using ProxyIdentity identity = _bed.Prepare();
        }
        finally
        {
            Assert.Equal(mask, SetMask(before));
        }

        string[] paths = Directory.GetFileSystemEntries(_bed.Directory);
        Assert.Equal(3, paths.Length);
        foreach (string path in paths)
        {
            Assert.DoesNotContain(".tmp", path, StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path));
        }
    }

    [Fact]
    [Trait("Abuse", "A92")]
    public void As_root_the_files_belong_to_the_owner_that_is_given()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root can give files away.");
        FileOwner owner = new(12345, 12346);

        using (ProxyIdentity identity = _bed.Prepare(owner: owner))
        {
            foreach (string path in Directory.GetFileSystemEntries(_bed.Directory))
            {
                Assert.True(_bed.Files.IsPrivate(path, owner));
                Assert.False(_bed.Files.IsPrivate(path, new FileOwner(0, 0)));
            }
        }

        using ProxyIdentity kept = _bed.Prepare(owner: owner);
        Assert.True(kept.IsKept);
        using ProxyIdentity other = _bed.Prepare(owner: new FileOwner(12345, 12347));
        Assert.False(other.IsKept);
    }

    [Fact]
    public async Task OpenSSL_verifies_both_certificates_strictly_and_reads_the_key()
    {
        string? openssl = FindOpenSsl();
        Assert.SkipWhen(openssl is null, "The openssl command is not installed.");
        using ProxyIdentity identity = _bed.Prepare();
        string server = Path.Combine(_bed.Directory, "server.pem");
        File.WriteAllBytes(server, CertificatePem.Encode(identity.Server));

        await Verify(openssl, ["verify", "-x509_strict", "-CAfile", _bed.AuthorityPath, "-purpose", "sslclient", _bed.ClientPath]);
        await Verify(openssl, ["verify", "-x509_strict", "-CAfile", _bed.AuthorityPath, "-purpose", "sslserver", "-verify_ip", "127.0.0.1", server]);
        await Verify(openssl, ["verify", "-x509_strict", "-CAfile", _bed.AuthorityPath, "-purpose", "sslserver", "-verify_ip", "::1", server]);
        await Verify(openssl, ["verify", "-x509_strict", "-CAfile", _bed.AuthorityPath, "-purpose", "sslserver", "-verify_hostname", "localhost", server]);
        await Verify(openssl, ["rsa", "-in", _bed.ClientPath, "-check", "-noout"]);
        (int code, _, _) = await ProgramProcess.RunAsync(
            openssl, ["verify", "-CAfile", _bed.AuthorityPath, "-purpose", "sslserver", _bed.ClientPath]);
        Assert.NotEqual(0, code);
    }

    private static async Task Verify(string openssl, string[] arguments)
    {
        (int code, string output, string error) = await ProgramProcess.RunAsync(openssl, arguments);
        Assert.True(code == 0, string.Join(' ', arguments) + "\n" + output + error);
        Assert.Matches("(: OK|RSA key ok)", output + error);
    }

    private static string? FindOpenSsl() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(static directory => Path.Combine(directory, "openssl")).FirstOrDefault(File.Exists);

#pragma warning disable SYSLIB1054 // a test project has no unsafe code, which the generated form needs
    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetMask(int mask);
#pragma warning restore SYSLIB1054
}
