using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations;

/// <summary>What Activate, Revoke and Destroy leave in the attributes (KMIP 1.4 sections 4.19 to 4.21, KMIP 2.1 sections 6.1.1, 6.1.44 and 6.1.15).</summary>
public sealed class LifecycleTests : IDisposable
{
    private readonly DispatcherFixture _server = new();

    public static TheoryData<RevocationReasonCode> Codes() => new(Enum.GetValues<RevocationReasonCode>());

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Activate_sets_the_activation_date_to_now_whatever_it_was()
    {
        string id = await _server.CreateAsync(Dated(KmipTag.ActivationDate, 3600));
        _server.Clock.Advance(TimeSpan.FromSeconds(30));
        await _server.Send(KmipVersion.V1_0, new ActivateRequest { UniqueIdentifier = id });
        AttributeList attributes = await _server.AttributesAsync(id);
        Assert.Equal((State.Active, _server.Clock.GetUtcNow(), _server.Clock.GetUtcNow()), (attributes.State, attributes.ActivationDate, attributes.LastChangeDate));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Revoke_ends_an_active_object_by_its_reason(RevocationReasonCode code)
    {
        string id = await _server.CreateAsync(State.Active);
        DateTimeOffset created = _server.Clock.GetUtcNow();
        _server.Clock.Advance(TimeSpan.FromSeconds(30));
        RevokeRequest request = Requests.Revoke(id, code);
        request.RevocationReason.RevocationMessage = "why";
        await _server.Send(KmipVersion.V1_4, request);

        bool compromised = code is RevocationReasonCode.KeyCompromise or RevocationReasonCode.CACompromise;
        DateTimeOffset now = _server.Clock.GetUtcNow();
        AttributeList attributes = await _server.AttributesAsync(id);
        Assert.Equal((code, "why"), (attributes.RevocationReason!.RevocationReasonCode, attributes.RevocationReason.RevocationMessage));
        Assert.Equal(compromised ? State.Compromised : State.Deactivated, attributes.State);
        Assert.Equal(compromised ? null : now, attributes.DeactivationDate);
        Assert.Equal(compromised ? now : null, attributes.CompromiseDate);
        Assert.Equal(compromised ? created : null, attributes.CompromiseOccurrenceDate);
    }

    [Fact]
    public async Task The_client_may_say_when_the_compromise_happened()
    {
        string id = await _server.CreateAsync();
        DateTimeOffset occurred = _server.Clock.GetUtcNow().AddDays(-3);
        RevokeRequest request = Requests.Revoke(id, RevocationReasonCode.KeyCompromise);
        request.CompromiseOccurrenceDate = occurred;
        await _server.Send(KmipVersion.V1_0, request);
        Assert.Equal(occurred, (await _server.AttributesAsync(id)).CompromiseOccurrenceDate);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(8u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000001u)]
    public async Task An_unknown_revocation_reason_is_an_invalid_field(uint code)
    {
        string id = await _server.CreateAsync(State.Active);
        RevokeRequest request = Requests.Revoke(id, (RevocationReasonCode)code);
        Assert.Equal(ResultReason.InvalidField, (await _server.Fail(KmipVersion.V1_2, request)).ResultReason);
        Assert.Equal(ResultReason.InvalidField, (await _server.Fail(KmipVersion.V2_1, request)).ResultReason);
        Assert.Equal(State.Active, await _server.StateAsync(id));
    }

    [Fact]
    public async Task A_deactivation_date_to_come_is_brought_forward_by_Revoke()
    {
        string id = await _server.CreateAsync(Dated(KmipTag.DeactivationDate, 3600));
        await _server.MoveAsync(id, State.Active);
        await _server.Send(KmipVersion.V1_4, Requests.Revoke(id));
        Assert.Equal(_server.Clock.GetUtcNow(), (await _server.AttributesAsync(id)).DeactivationDate);
    }

    [Fact]
    public async Task Destroy_keeps_what_happened_before()
    {
        string id = await _server.CreateAsync(State.Compromised);
        AttributeList before = await _server.AttributesAsync(id);
        _server.Clock.Advance(TimeSpan.FromSeconds(30));
        await _server.Send(KmipVersion.V1_4, new DestroyRequest { UniqueIdentifier = id });
        AttributeList after = await _server.AttributesAsync(id);
        Assert.Equal((State.DestroyedCompromised, _server.Clock.GetUtcNow()), (after.State, after.DestroyDate));
        Assert.Equal((before.CompromiseDate, before.InitialDate), (after.CompromiseDate, after.InitialDate));
        Assert.Equal(before.Digests.Single().DigestValue, after.Digests.Single().DigestValue);
    }

    [Fact]
    public async Task Objects_other_than_keys_have_the_same_states()
    {
        using var request = new RegisterRequest
        {
            ObjectType = ObjectType.OpaqueObject,
            Object = new OpaqueObject { OpaqueDataType = (OpaqueDataType)0x80000001, OpaqueDataValue = SecretBuffer.CopyOf([1, 2, 3]) },
        };
        string id = (await _server.Send(KmipVersion.V1_0, request)).UniqueIdentifier.Text!;
        await _server.MoveAsync(id, State.Deactivated);
        await _server.Send(KmipVersion.V1_0, new DestroyRequest { UniqueIdentifier = id });
        Assert.Equal(State.Destroyed, await _server.StateAsync(id));
    }

    private KmipAttribute Dated(KmipTag tag, int seconds) => new(tag, AttributeValue.DateTime(_server.Clock.GetUtcNow().AddSeconds(seconds)));
}
