using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Kmip.Server.Tests.Dispatch;

/// <summary>What fails outside the server, at a key provider or in a store: the reason a client gets, and the words an operator gets.</summary>
public sealed class OutsideFailures
{
    [Theory]
    [Trait("Abuse", "A117")]
    [InlineData(KeyProviderError.Throttled, ResultReason.ServerLimitExceeded, ResultReason.GeneralFailure)]
    [InlineData(KeyProviderError.Unavailable, ResultReason.InternalServerError, ResultReason.GeneralFailure)]
    [InlineData(KeyProviderError.DeadlineExceeded, ResultReason.InternalServerError, ResultReason.GeneralFailure)]
    [InlineData(KeyProviderError.AccessDenied, ResultReason.PermissionDenied, ResultReason.PermissionDenied)]
    [InlineData(KeyProviderError.CredentialsRejected, ResultReason.PermissionDenied, ResultReason.PermissionDenied)]
    [InlineData(KeyProviderError.CredentialsMissing, ResultReason.PermissionDenied, ResultReason.PermissionDenied)]
    [InlineData(KeyProviderError.KeyDisabled, ResultReason.WrongKeyLifecycleState, ResultReason.PermissionDenied)]
    [InlineData(KeyProviderError.KeyDestroyed, ResultReason.ObjectDestroyed, ResultReason.ItemNotFound)]
    [InlineData(KeyProviderError.KeyNotFound, ResultReason.ObjectNotFound, ResultReason.ItemNotFound)]
    [InlineData(KeyProviderError.CiphertextRejected, ResultReason.CryptographicFailure, ResultReason.CryptographicFailure)]
    [InlineData(KeyProviderError.KeyUsageForbidden, ResultReason.IncompatibleCryptographicUsageMask, ResultReason.PermissionDenied)]
    [InlineData(KeyProviderError.UnexpectedPlaintext, ResultReason.CryptographicFailure, ResultReason.CryptographicFailure)]
    [InlineData(KeyProviderError.IntegrityCheckFailed, ResultReason.CryptographicFailure, ResultReason.CryptographicFailure)]
    public async Task A_key_provider_that_fails_has_its_reason_in_every_version(KeyProviderError error, ResultReason reason, ResultReason legacy)
    {
        const string Words = "Words for the operator.";
        foreach (KmipVersion version in KmipVersion.Supported)
        {
            using var inner = new InMemoryStore();
            using var server = new DispatcherFixture(new ThrowingStore(inner, ThrowingStore.Step.Add, () => new KeyProviderException(error, Words)));
            ResponseBatchItem item = await server.Fail(version, Requests.Aes());

            Assert.Equal(version < KmipVersion.V2_0 ? legacy : reason, item.ResultReason);
            Assert.DoesNotContain(Words, item.ResultMessage, StringComparison.Ordinal);
            Assert.Contains("key provider", item.ResultMessage, StringComparison.OrdinalIgnoreCase);
            LogLine line = Assert.Single(server.Log.Lines, line => line.Level >= LogLevel.Warning);
            Assert.Equal((LogLevel.Warning, "KeyProviderFailed"), (line.Level, line.Event));
            Assert.Contains(Words, line.Text, StringComparison.Ordinal);
            Assert.Equal(0, inner.Count);
        }
    }

    [Fact]
    public void Every_error_of_a_key_provider_has_a_reason_of_its_own()
    {
        foreach (KeyProviderError error in Enum.GetValues<KeyProviderError>())
        {
            Failure failure = ErrorMapping.FailureOf(new KeyProviderException(error, "test"));
            Assert.NotEqual(ResultReason.GeneralFailure, failure.Reason);
            Assert.False(failure.IsInternal);
        }
    }

    [Theory]
    [InlineData(StoreError.AlreadyExists, ResultReason.ObjectAlreadyExists, ResultReason.InvalidField, false)]
    [InlineData(StoreError.ReadOnly, ResultReason.PermissionDenied, ResultReason.PermissionDenied, false)]
    [InlineData(StoreError.Full, ResultReason.ServerLimitExceeded, ResultReason.GeneralFailure, true)]
    [InlineData(StoreError.UnsupportedObject, ResultReason.FeatureNotSupported, ResultReason.FeatureNotSupported, false)]
    public async Task A_store_that_refuses_says_why(StoreError error, ResultReason reason, ResultReason legacy, bool warns)
    {
        foreach ((KmipVersion version, ResultReason expected) in new[] { (KmipVersion.V2_1, reason), (KmipVersion.V1_0, legacy) })
        {
            using var inner = new InMemoryStore();
            using var server = new DispatcherFixture(new ThrowingStore(inner, ThrowingStore.Step.Add, () => new StoreException(error, "Our words.")));
            ResponseBatchItem item = await server.Fail(version, Requests.Aes());

            Assert.Equal((expected, "Our words."), (item.ResultReason, item.ResultMessage));
            Assert.Equal(warns, server.Log.Lines.Any(line => line.Level >= LogLevel.Warning));
        }
    }

    [Fact]
    public async Task The_clients_correlation_value_is_logged_without_what_could_forge_a_line()
    {
        using var server = new DispatcherFixture();
        RequestMessage request = Requests.Message(KmipVersion.V2_1, new LocateRequest());
        request.Header.ClientCorrelationValue = "job 7\r\nKMIP forged\u001b[31m\u202e" + new string('x', 100);
        ResponseMessage response = await server.Send(request);

        LogLine line = Assert.Single(server.Log.Lines, line => line.Event == "RequestCorrelated");
        Assert.Equal(LogLevel.Debug, line.Level);
        Assert.Contains(response.Header.ServerCorrelationValue!, line.Text, StringComparison.Ordinal);
        Assert.Contains("'job 7??KMIP forged?[31m?", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(line.Text, character => character is < ' ' or > '~');
        Assert.DoesNotContain(new string('x', 64), line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_message_is_logged_with_its_reason()
    {
        using var server = new DispatcherFixture();
        RequestMessage request = Requests.Message(KmipVersion.V1_0, new LocateRequest());
        request.Header.MaximumResponseSize = -1;
        await server.Send(request);
        await server.Exchange(RawMessage.InVersion(request.Encode(), 9, 0));

        Assert.Equal(
            ["KMIP request refused: InvalidField (client alice).", "KMIP request refused: UnsupportedProtocolVersion (client alice)."],
            server.Log.Lines.Where(line => line.Event == "RequestRefused").Select(line => line.Text));
    }
}
