using Kmip.FakeAws.Faults;
using Kmip.FakeAws.Hosting;
using Kmip.FakeAws.Signing;
using Kmip.FakeAws.Sts;

namespace Kmip.KeyProviders.Aws.Tests.Fake;

/// <summary>Session tokens, roles, the default chain, expiry and clocks.</summary>
public sealed class AwsCredentialTests(FakeAwsFixture fake) : IClassFixture<FakeAwsFixture>
{
    [Fact]
    public async Task Session_tokens_are_sent_and_without_one_temporary_keys_are_refused()
    {
        Principal session = Session();
        AwsKeyProvider provider = fake.Provider(session);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        Assert.Equal(32, await provider.UnwrapAsync(wrapped, new byte[32], CancellationToken.None));

        var without = new Principal { AccessKeyId = session.AccessKeyId, SecretAccessKey = session.SecretAccessKey };
        Assert.Equal(KeyProviderError.CredentialsRejected, (await FailsAsync(fake.Provider(without))).Error);
    }

    [Fact]
    [Trait("Abuse", "A125")]
    public async Task An_expired_session_of_the_options_fails_once_and_says_so()
    {
        Principal session = Session();
        AwsKeyProvider provider = fake.Provider(session);
        await provider.WrapAsync(new byte[32], CancellationToken.None);
        session.Expires = fake.Server.Now - TimeSpan.FromSeconds(1);
        KeyProviderException failure = await FailsAsync(provider);
        Assert.Equal((KeyProviderError.CredentialsRejected, "ExpiredTokenException", 1), (failure.Error, failure.CloudCode, failure.Attempts));
        Assert.Contains("expired", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("clock is", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_is_assumed_once_for_many_calls()
    {
        FakeRole role = fake.Server.Sts.Add(new FakeRole { Arn = "arn:aws:iam::111122223333:role/once", ExternalId = "canary-external-id" });
        AwsKeyProvider provider = fake.Provider(roleArn: role.Arn, externalId: "canary-external-id");
        fake.Server.Requests.Clear();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => provider.WrapAsync(new byte[32], CancellationToken.None).AsTask()));
        Assert.Equal(1, fake.Server.Requests.Count(r => r.Operation == "AssumeRole"));
        Assert.Equal(50, fake.Server.Requests.Count(r => r.Operation == "Encrypt" && r.AccessKeyId!.StartsWith("ASIA", StringComparison.Ordinal)));
        Assert.Contains("RoleSessionName=kmip-proxy", fake.Server.Requests.First(r => r.Service == "sts").Body, StringComparison.Ordinal);

        KeyProviderException failure = await FailsAsync(fake.Provider(roleArn: role.Arn, externalId: "wrong"));
        Assert.Equal(KeyProviderError.AccessDenied, failure.Error);
        Assert.Contains("assume the role", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeAwsServer.VendorText, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary-external-id", provider + failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A125")]
    public async Task A_role_session_that_ends_early_is_renewed_once_and_the_call_succeeds()
    {
        FakeRole role = fake.Server.Sts.Add(new FakeRole { Arn = "arn:aws:iam::111122223333:role/early" });
        AwsKeyProvider provider = fake.Provider(roleArn: role.Arn);
        await provider.WrapAsync(new byte[32], CancellationToken.None);
        foreach (Principal session in fake.Server.Sts.Sessions)
        {
            session.Expires = fake.Server.Now - TimeSpan.FromSeconds(1);
        }

        fake.Server.Requests.Clear();
        await provider.WrapAsync(new byte[32], CancellationToken.None);
        Assert.Equal(["Encrypt", "AssumeRole", "Encrypt"], fake.Server.Requests.Select(r => r.Operation));
    }

    [Fact]
    [Trait("Abuse", "A125")]
    public async Task Credentials_that_stay_refused_are_refreshed_once_and_then_final()
    {
        FakeRole role = fake.Server.Sts.Add(new FakeRole { Arn = "arn:aws:iam::111122223333:role/never" });
        AwsKeyProvider provider = fake.Provider(roleArn: role.Arn);
        fake.Server.Faults.Add(new Fault(FaultKind.Error) { Code = "ExpiredTokenException", Service = "kms" });
        fake.Server.Requests.Clear();
        KeyProviderException failure = await FailsAsync(provider);
        fake.Server.Faults.Clear();
        Assert.Equal((KeyProviderError.CredentialsRejected, 2), (failure.Error, failure.Attempts));
        Assert.Equal(["AssumeRole", "Encrypt", "AssumeRole", "Encrypt"], fake.Server.Requests.Select(r => r.Operation));
    }

    [Theory]
    [Trait("Abuse", "A125")]
    [InlineData(60, "slow")]
    [InlineData(-60, "fast")]
    public async Task A_wrong_clock_is_named(int minutes, string direction)
    {
        fake.Server.ClockOffset = TimeSpan.FromMinutes(minutes);
        try
        {
            KeyProviderException failure = await FailsAsync(fake.Provider());
            Assert.Equal(KeyProviderError.CredentialsRejected, failure.Error);
            Assert.Contains($"60 minutes {direction}", failure.Message, StringComparison.Ordinal);
            Assert.Contains("Set the clock.", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            fake.Server.ClockOffset = TimeSpan.Zero;
        }
    }

    [Fact]
    public async Task Throttling_and_outages_of_STS_are_part_of_the_same_budget()
    {
        FakeRole role = fake.Server.Sts.Add(new FakeRole { Arn = "arn:aws:iam::111122223333:role/busy" });
        var quick = new RetryPolicy { BaseDelay = TimeSpan.FromMilliseconds(1) };
        fake.Server.Faults.Add(Fault.Throttle(3) with { Service = "sts" });
        await fake.Provider(roleArn: role.Arn, policy: quick).WrapAsync(new byte[32], CancellationToken.None);

        fake.Server.Faults.Add(new Fault(FaultKind.Html) { Service = "sts", Status = 200 });
        KeyProviderException failure = await FailsAsync(fake.Provider(roleArn: role.Arn, policy: quick));
        fake.Server.Faults.Clear();
        Assert.Equal((KeyProviderError.Unavailable, 4), (failure.Error, failure.Attempts));
        Assert.Contains("STS", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<KeyProviderException> FailsAsync(AwsKeyProvider provider) =>
        await Assert.ThrowsAsync<KeyProviderException>(async () => await provider.WrapAsync(new byte[32], CancellationToken.None));

    private Principal Session()
    {
        var session = new Principal
        {
            AccessKeyId = "ASIA" + Guid.NewGuid().ToString("N")[..16].ToUpperInvariant(),
            SecretAccessKey = "canary-session-secret",
            SessionToken = "canary/session+token==",
            Expires = fake.Server.Now.AddHours(1),
        };
        fake.Server.Principals[session.AccessKeyId] = session;
        return session;
    }
}
