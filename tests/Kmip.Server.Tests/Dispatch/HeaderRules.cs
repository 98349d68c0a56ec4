using Kmip.Protocol;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Dispatch;

/// <summary>What the request header and the message extensions ask for.</summary>
public sealed class HeaderRules
{
    [Theory]
    [Trait("Abuse", "A31")]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task A_critical_extension_refuses_the_whole_message(int major, int minor)
    {
        using var server = new DispatcherFixture();
        RequestMessage request = Requests.Batch(new KmipVersion(major, minor), RequestBatchItem.For(Requests.Aes()), RequestBatchItem.For(Requests.Aes()));
        request.BatchItems[1].MessageExtensions.Add(Extension(critical: true));
        ResponseBatchItem item = DispatcherFixture.Failed(await server.Send(request));

        Assert.Equal(ResultReason.FeatureNotSupported, item.ResultReason);
        Assert.Equal(0, server.Store.Count);
    }

    [Theory]
    [Trait("Abuse", "A31")]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task An_extension_that_is_not_critical_is_ignored(int major, int minor)
    {
        using var server = new DispatcherFixture();
        RequestMessage request = Requests.Message(new KmipVersion(major, minor), Requests.Aes());
        request.BatchItems[0].MessageExtensions.Add(Extension(critical: false));
        ResponseBatchItem item = Assert.Single((await server.Send(request)).BatchItems);

        Assert.Equal(ResultStatus.Success, item.ResultStatus);
        Assert.Empty(item.MessageExtensions);
    }

    [Theory]
    [Trait("Abuse", "A32")]
    [InlineData("1.0", AsynchronousIndicator.Optional)]
    [InlineData("1.4", AsynchronousIndicator.Optional)]
    [InlineData("1.4", AsynchronousIndicator.Prohibited)]
    [InlineData("2.0", AsynchronousIndicator.Optional)]
    [InlineData("2.1", AsynchronousIndicator.Optional)]
    [InlineData("2.1", AsynchronousIndicator.Prohibited)]
    public async Task A_client_that_may_wait_is_answered_at_once(string version, AsynchronousIndicator indicator)
    {
        using var server = new DispatcherFixture();
        RequestMessage request = Requests.Message(Version(version), Requests.Aes());
        request.Header.AsynchronousIndicator = indicator;
        ResponseBatchItem item = Assert.Single((await server.Send(request)).BatchItems);

        Assert.Equal(ResultStatus.Success, item.ResultStatus);
        Assert.Null(item.AsynchronousCorrelationValue);
    }

    [Theory]
    [Trait("Abuse", "A32")]
    [InlineData("2.0", AsynchronousIndicator.Mandatory, ResultReason.FeatureNotSupported)]
    [InlineData("2.1", AsynchronousIndicator.Mandatory, ResultReason.FeatureNotSupported)]
    [InlineData("2.1", (AsynchronousIndicator)99, ResultReason.UnknownEnumeration)]
    public async Task A_client_that_insists_on_waiting_is_refused(string version, AsynchronousIndicator indicator, ResultReason reason)
    {
        using var server = new DispatcherFixture();
        RequestMessage request = Requests.Message(Version(version), Requests.Aes());
        request.Header.AsynchronousIndicator = indicator;

        Assert.Equal(reason, DispatcherFixture.Failed(await server.Send(request)).ResultReason);
        Assert.Equal(0, server.Store.Count);
    }

    [Theory]
    [Trait("Abuse", "A35")]
    [InlineData(-86_400)]
    [InlineData(86_400)]
    [InlineData(-1_700_000_000)]
    public async Task Any_time_stamp_is_accepted_by_default(int seconds)
    {
        using var server = new DispatcherFixture();
        Assert.Equal(ResultStatus.Success, Assert.Single((await server.Send(Stamped(server, seconds))).BatchItems).ResultStatus);
    }

    [Theory]
    [Trait("Abuse", "A35")]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    [InlineData(86_400, false)]
    public async Task Where_clocks_are_checked_a_time_stamp_must_be_within_the_window(int seconds, bool accepted)
    {
        using var server = new DispatcherFixture(options: new KmipServerOptions { TimeStampWindow = TimeSpan.FromSeconds(300) });
        ResponseMessage response = await server.Send(Stamped(server, seconds));
        if (accepted)
        {
            Assert.Equal(ResultStatus.Success, Assert.Single(response.BatchItems).ResultStatus);
            return;
        }

        ResponseBatchItem item = DispatcherFixture.Failed(response);
        Assert.Equal(ResultReason.InvalidField, item.ResultReason);
        Assert.Contains("300 seconds", item.ResultMessage, StringComparison.Ordinal);
        Assert.Equal(0, server.Store.Count);
    }

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task Credentials_in_the_header_change_nothing_and_are_not_logged(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        using var server = new DispatcherFixture();
        server.Policy = new OwnerPolicy();
        CreateResponse created = await server.Send(version, Requests.Aes());
        server.Client = DispatcherFixture.Bob;
        RequestMessage request = Requests.Message(version, new GetRequest { UniqueIdentifier = created.UniqueIdentifier });
        request.Header.Authentication = new Authentication
        {
            Credentials =
            [
                new Credential
                {
                    CredentialType = CredentialType.UsernameAndPassword,
                    CredentialValue = new UsernamePasswordCredential { Username = DispatcherFixture.Alice.Fingerprint, Password = SecretBuffer.FromText("canary-password") },
                },
            ],
        };
        ResponseBatchItem item = DispatcherFixture.Failed(await server.Send(request));

        Assert.Equal(major == 1 ? ResultReason.ItemNotFound : ResultReason.ObjectNotFound, item.ResultReason);
        Assert.DoesNotContain(server.Log.Lines, line => (line.Text + line.Exception).Contains("canary", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.4", "client-1", true)]
    [InlineData("2.0", "client-1", true)]
    [InlineData("2.1", "client-1", true)]
    [InlineData("2.1", null, false)]
    [InlineData("1.4", null, false)]
    [InlineData("1.3", "client-1", false)]
    public async Task A_correlation_value_is_returned_to_clients_that_know_the_field(string version, string? value, bool answered)
    {
        using var server = new DispatcherFixture();
        foreach (IKmipStructure payload in new IKmipStructure[] { Requests.Aes(), Requests.Aes(1) })
        {
            RequestMessage request = Requests.Batch(Version(version), new RequestBatchItem { Operation = Operation.Create, Payload = payload });
            request.Header.ClientCorrelationValue = value;
            ResponseMessage first = await server.Send(request);
            ResponseMessage second = await server.Send(request);

            Assert.Equal(answered, first.Header.ServerCorrelationValue is { Length: > 0 });
            Assert.Equal(answered, first.Header.ServerCorrelationValue != second.Header.ServerCorrelationValue);
        }
    }

    [Theory]
    [InlineData("1.0", ResultReason.InvalidField)]
    [InlineData("2.1", ResultReason.InvalidField)]
    public async Task A_negative_maximum_response_size_is_refused(string version, ResultReason reason)
    {
        using var server = new DispatcherFixture();
        RequestMessage request = Requests.Message(Version(version), Requests.Aes());
        request.Header.MaximumResponseSize = -1;

        Assert.Equal(reason, DispatcherFixture.Failed(await server.Send(request)).ResultReason);
        Assert.Equal(0, server.Store.Count);
    }

    [Fact]
    public async Task An_item_whose_result_must_not_be_returned_is_not_executed()
    {
        using var server = new DispatcherFixture();
        RequestMessage request = Requests.Message(KmipVersion.V2_1, Requests.Aes());
        request.BatchItems[0].Ephemeral = true;

        Assert.Equal(ResultReason.FeatureNotSupported, DispatcherFixture.Failed(await server.Send(request)).ResultReason);
        Assert.Equal(0, server.Store.Count);
    }

    private static KmipVersion Version(string text) => KmipVersion.Supported.Single(version => version.ToString() == text);

    private static MessageExtension Extension(bool critical) =>
        new() { VendorIdentification = "Test", CriticalityIndicator = critical, VendorExtension = new OpaqueStructure(new SecretBuffer(0)) };

    private static RequestMessage Stamped(DispatcherFixture server, int seconds)
    {
        RequestMessage request = Requests.Message(KmipVersion.V1_2, Requests.Aes());
        request.Header.TimeStamp = server.Clock.GetUtcNow().AddSeconds(seconds);
        return request;
    }
}
