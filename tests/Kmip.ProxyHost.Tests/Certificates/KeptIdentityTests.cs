using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kmip.ProxyHost.Certificates;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Certificates;

/// <summary>A restart keeps the pair of the earlier run if every check holds, and replaces it whole otherwise.</summary>
public sealed class KeptIdentityTests : IDisposable
{
    private const int ReadOnlyFileSystem = 30;
    private readonly IdentityBed _bed = new();
    private readonly string _serverSerial;

    public KeptIdentityTests()
    {
        using ProxyIdentity first = _bed.Prepare();
        _serverSerial = first.Server.SerialNumber;
    }

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void A_restart_keeps_the_pair_and_writes_nothing()
    {
        SortedDictionary<string, string> before = _bed.Snapshot();
        FaultyFileSystem files = new(_bed.Files, failAt: 1, ReadOnlyFileSystem, forEver: true);

        using ProxyIdentity identity = _bed.Prepare(files);

        Assert.True(identity.IsKept);
        Assert.Equal(0, files.Calls);
        Assert.Equal(before, _bed.Snapshot());
        Assert.Equal(_serverSerial, identity.Server.SerialNumber);
        Assert.True(identity.Server.HasPrivateKey);
        Assert.True(IdentityBed.Verifies(identity.Server, identity.Authority, _bed.Time.GetUtcNow()));
        using X509Certificate2 client = _bed.LoadClient();
        Assert.Equal([Kmip.Server.ClientIdentity.FingerprintOf(client)], identity.ClientFingerprints);
        Assert.Contains("needs no restart", _bed.Said, StringComparison.Ordinal);
        Assert.Empty(_bed.Warnings);
    }

    [Theory]
    [InlineData(274, true)]
    [InlineData(276, false)]
    public void The_pair_is_kept_while_it_is_good_for_90_more_days(int days, bool kept)
    {
        _bed.Time.Advance(TimeSpan.FromDays(days));

        using ProxyIdentity identity = _bed.Prepare();

        Assert.Equal(kept, identity.IsKept);
        Assert.Equal(kept, !_bed.Warnings.Contains("they end within 90 days", StringComparison.Ordinal));
        Assert.Equal(kept, !_bed.Warnings.Contains("must be restarted", StringComparison.Ordinal));
        Assert.True(_bed.IsMatchingPair());
    }

    [Fact]
    public void It_opens_under_any_of_the_keys_of_the_dbpath()
    {
        using ProxyIdentity identity = _bed.Prepare(keys: [_bed.NewKey("another"), _bed.Key]);

        Assert.True(identity.IsKept);
    }

    [Fact]
    public void The_option_for_new_certificates_replaces_a_good_pair()
    {
        using ProxyIdentity identity = _bed.Prepare(forceNew: true);

        AssertReplaced(identity, "--newCertificates asks for it");
    }

    [Theory]
    [InlineData("kmipCA.pem")]
    [InlineData("kmipClient.pem")]
    [InlineData("kmipIdentity.sealed")]
    public void A_missing_file_replaces_all(string name)
    {
        File.Delete(Path.Combine(_bed.Directory, name));

        using ProxyIdentity identity = _bed.Prepare();

        AssertReplaced(identity, name + " is missing");
    }

    [Theory]
    [InlineData("kmipCA.pem", "kmipCA.pem is not as it was written")]
    [InlineData("kmipClient.pem", "kmipClient.pem is not as it was written")]
    [InlineData("kmipIdentity.sealed", "kmipIdentity.sealed cannot be used: it is damaged")]
    public void Half_a_file_replaces_all(string name, string reason)
    {
        Rewrite(name, content => content[..(content.Length / 2)]);

        using ProxyIdentity identity = _bed.Prepare();

        AssertReplaced(identity, reason);
    }

    [Theory]
    [InlineData("kmipCA.pem", "kmipCA.pem is too long")]
    [InlineData("kmipClient.pem", "kmipClient.pem is too long")]
    [InlineData("kmipIdentity.sealed", "kmipIdentity.sealed is too long")]
    public void A_huge_file_is_not_read(string name, string reason)
    {
        Rewrite(name, static _ => new byte[200_000]);

        using ProxyIdentity identity = _bed.Prepare();

        AssertReplaced(identity, reason);
    }

    [Theory]
    [InlineData("kmipCA.pem", "sealed does not belong to the two PEM files")]
    [InlineData("kmipClient.pem", "sealed does not belong to the two PEM files")]
    [InlineData("kmipIdentity.sealed", "sealed does not belong to the two PEM files")]
    public void Files_of_two_runs_do_not_mix(string name, string reason)
    {
        Dictionary<string, byte[]> first = _bed.Contents();
        using (ProxyIdentity second = _bed.Prepare(forceNew: true))
        {
            Assert.False(second.IsKept);
        }

        Dictionary<string, byte[]> mixed = _bed.Contents();
        mixed[name] = first[name];
        _bed.Restore(mixed);

        using ProxyIdentity identity = _bed.Prepare();

        AssertReplaced(identity, reason);
    }

    [Fact]
    public void A_private_key_added_to_the_authority_file_replaces_all()
    {
        string key = File.ReadAllText(_bed.ClientPath)[File.ReadAllText(_bed.ClientPath).IndexOf("-----BEGIN RSA", StringComparison.Ordinal)..];
        Rewrite("kmipCA.pem", content => [.. content, .. Encoding.ASCII.GetBytes(key)]);

        using ProxyIdentity identity = _bed.Prepare();

        AssertReplaced(identity, "kmipCA.pem is not as it was written");
        Assert.DoesNotContain("PRIVATE KEY", File.ReadAllText(_bed.AuthorityPath), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2", "it is of another format")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": \"1\"", "it is damaged")]
    [InlineData("\"keyId\": \"key-1\"", "\"keyId\": \"key-2\"", "sealed under key key-2, which is not open")]
    [InlineData("\"nonce\": \"", "\"nonce\": \"AAAA", "it is damaged")]
    [InlineData("\"salt\": \"", "\"salt\": \"AAAA", "does not belong")]
    [InlineData("\"content\": \"", "\"content\": \"AAAA", "does not belong")]
    [InlineData("\"content\": \"", "\"content\": \"!", "it is damaged")]
    [InlineData("\"tag\":", "\"tags\":", "it is damaged")]
    public void A_changed_sealed_file_is_not_used(string old, string replacement, string reason)
    {
        Rewrite("kmipIdentity.sealed", content =>
        {
            string text = Encoding.ASCII.GetString(content);
            Assert.Contains(old, text, StringComparison.Ordinal);
            return Encoding.ASCII.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal));
        });

        using ProxyIdentity identity = _bed.Prepare();

        AssertReplaced(identity, reason);
    }

    [Fact]
    public void Another_master_key_of_the_same_name_does_not_open_it()
    {
        using ProxyIdentity identity = _bed.Prepare(keys: [_bed.NewKey("key-1")]);

        AssertReplaced(identity, "does not belong to the two PEM files and key key-1");
    }

    [Fact]
    public void A_clock_set_back_before_the_validity_replaces_all()
    {
        _bed.Time.AdjustTime(_bed.Time.GetUtcNow().AddDays(-400));

        using ProxyIdentity identity = _bed.Prepare();

        AssertReplaced(identity, "not valid yet by this machine's clock");
    }

    [Theory]
    [Trait("Abuse", "A92")]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead)]
    public void A_key_that_others_could_read_is_replaced(UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix modes.");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_bed.ClientPath, mode);
        }

        using ProxyIdentity identity = _bed.Prepare();

        AssertReplaced(identity, "kmipClient.pem is a link, is readable for others, or has another owner");
        Assert.True(_bed.Files.IsPrivate(_bed.ClientPath, null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_link_in_place_of_a_file_is_replaced_and_its_target_untouched(bool hard)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Links.");
        string target = Path.Combine(_bed.Directory, "elsewhere");
        File.Move(_bed.ClientPath, target);
        string before = File.ReadAllText(target);
        using (System.Diagnostics.Process link = System.Diagnostics.Process.Start("ln", hard ? [target, _bed.ClientPath] : ["-s", target, _bed.ClientPath]))
        {
            Assert.True(link.WaitForExit(10_000));
        }

        using ProxyIdentity identity = _bed.Prepare();

        Assert.False(identity.IsKept);
        Assert.Equal(before, File.ReadAllText(target));
        Assert.NotEqual(before, File.ReadAllText(_bed.ClientPath));
        Assert.True(_bed.Files.IsPrivate(_bed.ClientPath, null));
    }

    [Fact]
    public void A_read_only_directory_without_a_good_pair_is_a_clear_error()
    {
        File.Delete(_bed.SealedPath);
        SortedDictionary<string, string> before = _bed.Snapshot();

        ProxyException error = Assert.Throws<ProxyException>(
            () => _bed.Prepare(new FaultyFileSystem(_bed.Files, failAt: 1, ReadOnlyFileSystem, forEver: true)));

        Assert.Equal(ExitCode.File, error.ExitCode);
        Assert.Contains("--pemDir", error.Message, StringComparison.Ordinal);
        Assert.Contains(FileErrors.Describe(FileErrors.FromErrno(ReadOnlyFileSystem, "")), error.Message, StringComparison.Ordinal);
        Assert.Equal(before, _bed.Snapshot());
    }

    [Fact]
    public void A_missing_directory_is_a_clear_error()
    {
        ProxyException error = Assert.Throws<ProxyException>(() => _bed.Prepare(directory: Path.Combine(_bed.Directory, "missing")));

        Assert.Equal(ExitCode.File, error.ExitCode);
        Assert.Contains("--pemDir", error.Message, StringComparison.Ordinal);
    }

    private void AssertReplaced(ProxyIdentity identity, string reason)
    {
        Assert.False(identity.IsKept);
        Assert.NotEqual(_serverSerial, identity.Server.SerialNumber);
        Assert.Contains(reason, _bed.Warnings, StringComparison.Ordinal);
        Assert.Contains("must be restarted", _bed.Warnings, StringComparison.Ordinal);
        Assert.True(_bed.IsMatchingPair());
    }

    private void Rewrite(string name, Func<byte[], byte[]> change) =>
        AtomicFile.Write(_bed.Files, Path.Combine(_bed.Directory, name), change(File.ReadAllBytes(Path.Combine(_bed.Directory, name))));
}
