using System.Security.Cryptography.X509Certificates;
using Kmip.ProxyHost.Certificates;
using Kmip.ProxyHost.Tests.Support;
using Kmip.Server;
using Kmip.Server.Kestrel;

namespace Kmip.ProxyHost.Tests.Certificates;

/// <summary>Renewal while the proxy runs; the clock is moved by up to years.</summary>
public sealed class RenewalTests : IDisposable
{
    private const int NoSpaceLeft = 28;
    private readonly IdentityBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void Before_its_time_nothing_is_renewed()
    {
        using ProxyIdentity identity = _bed.Prepare();
        SortedDictionary<string, string> before = _bed.Snapshot();
        Assert.InRange(identity.RenewAt, _bed.Time.GetUtcNow().AddDays(274), _bed.Time.GetUtcNow().AddDays(276));

        _bed.Time.Advance(TimeSpan.FromDays(274));

        Assert.False(identity.Renew());
        Assert.Equal(before, _bed.Snapshot());
    }

    [Fact]
    public void At_its_time_new_certificates_come_from_the_same_authority_and_the_old_client_stays_welcome_until_its_end()
    {
        using ProxyIdentity identity = _bed.Prepare();
        using X509Certificate2 oldClient = _bed.LoadClient();
        string oldServer = identity.Server.SerialNumber;
        byte[] authority = File.ReadAllBytes(_bed.AuthorityPath);
        _bed.Time.Advance(TimeSpan.FromDays(280));

        Assert.True(identity.Renew());

        using X509Certificate2 newClient = _bed.LoadClient();
        Assert.Equal(authority, File.ReadAllBytes(_bed.AuthorityPath));
        Assert.NotEqual(oldServer, identity.Server.SerialNumber);
        Assert.True(_bed.IsMatchingPair());
        Assert.Equal([ClientIdentity.FingerprintOf(newClient), ClientIdentity.FingerprintOf(oldClient)], identity.ClientFingerprints);
        Assert.Contains("restart it before then", _bed.Warnings, StringComparison.Ordinal);
        Assert.Null(Refusal(identity, oldClient));
        Assert.Null(Refusal(identity, newClient));
        Assert.True(identity.RenewAt > _bed.Time.GetUtcNow().AddDays(270));

        _bed.Time.Advance(TimeSpan.FromDays(90));
        Assert.Equal([ClientIdentity.FingerprintOf(newClient)], identity.ClientFingerprints);
        Assert.NotNull(Refusal(identity, oldClient));
        Assert.Null(Refusal(identity, newClient));
    }

    [Fact]
    public void A_restart_after_a_renewal_keeps_the_new_pair_and_the_old_client_both()
    {
        string old;
        using (ProxyIdentity first = _bed.Prepare())
        {
            old = Assert.Single(first.ClientFingerprints);
            _bed.Time.Advance(TimeSpan.FromDays(280));
            Assert.True(first.Renew());
        }

        using ProxyIdentity identity = _bed.Prepare();

        Assert.True(identity.IsKept);
        Assert.Equal(2, identity.ClientFingerprints.Count);
        Assert.Contains(old, identity.ClientFingerprints);
        _bed.Time.Advance(TimeSpan.FromDays(90));
        Assert.DoesNotContain(old, identity.ClientFingerprints);
    }

    [Fact]
    public void A_kept_pair_cannot_be_renewed_and_the_operator_is_told_every_week()
    {
        using (ProxyIdentity first = _bed.Prepare())
        {
            Assert.False(first.IsKept);
        }

        using ProxyIdentity identity = _bed.Prepare();
        SortedDictionary<string, string> before = _bed.Snapshot();
        _bed.Time.Advance(TimeSpan.FromDays(276));

        Assert.False(identity.Renew());
        Assert.False(identity.Renew());
        Assert.Single(_bed.Warnings.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("restart kmip-proxy", _bed.Warnings, StringComparison.Ordinal);
        Assert.Equal(before, _bed.Snapshot());

        _bed.Time.Advance(TimeSpan.FromDays(7));
        Assert.False(identity.Renew());
        Assert.Equal(2, _bed.Warnings.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    [Trait("Abuse", "A95")]
    public void A_full_disk_puts_the_renewal_off_and_the_old_files_stay()
    {
        FaultyFileSystem faulty = new(_bed.Files, failAt: 14, NoSpaceLeft, forEver: false);
        using ProxyIdentity identity = _bed.Prepare(faulty);
        SortedDictionary<string, string> before = _bed.Snapshot();
        string server = identity.Server.SerialNumber;
        _bed.Time.Advance(TimeSpan.FromDays(280));

        Assert.False(identity.Renew());

        Assert.Equal(before, _bed.Snapshot());
        Assert.Equal(server, identity.Server.SerialNumber);
        Assert.Single(identity.ClientFingerprints);
        Assert.Contains("could not be renewed", _bed.Warnings, StringComparison.Ordinal);
        Assert.Equal(_bed.Time.GetUtcNow().AddHours(1), identity.RenewAt);
        _bed.Time.Advance(TimeSpan.FromHours(1));
        Assert.True(identity.Renew());
    }

    [Fact]
    public void A_proxy_that_runs_for_ten_years_renews_until_its_authority_nears_its_end()
    {
        using ProxyIdentity identity = _bed.Prepare();
        DateTimeOffset start = _bed.Time.GetUtcNow();
        int renewals = 0;
        while (true)
        {
            _bed.Time.SetUtcNow(identity.RenewAt);
            if (!identity.Renew())
            {
                break;
            }

            renewals++;
            Assert.True(IdentityBed.Verifies(identity.Server, identity.Authority, _bed.Time.GetUtcNow()));
            Assert.True(identity.Server.NotAfter <= identity.Authority.NotAfter);
        }

        Assert.InRange(renewals, 11, 13);
        Assert.InRange(_bed.Time.GetUtcNow(), start.AddYears(9), start.AddYears(10));
        Assert.Contains("restart kmip-proxy", _bed.Warnings, StringComparison.Ordinal);
    }

    private string? Refusal(ProxyIdentity identity, X509Certificate2 client) =>
        new ClientCertificatePolicy([identity.Authority], identity.ClientFingerprints, _bed.Time).Refuse(client);
}
