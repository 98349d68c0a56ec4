using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Lifecycle;

/// <summary>The states and the only ways between them (KMIP 1.4 section 3.22, KMIP 2.1 section 4.57), written down once more.</summary>
public sealed class KeyLifecycleTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    /// <summary>A state and where Activate, Deactivate, Compromise and Destroy lead from it; null: nowhere.</summary>
    private static readonly Dictionary<State, State?[]> Transitions = new()
    {
        [State.PreActive] = [State.Active, null, State.Compromised, State.Destroyed],
        [State.Active] = [null, State.Deactivated, State.Compromised, null],
        [State.Deactivated] = [null, null, State.Compromised, State.Destroyed],
        [State.Compromised] = [null, null, null, State.DestroyedCompromised],
        [State.Destroyed] = [null, null, State.DestroyedCompromised, null],
        [State.DestroyedCompromised] = [null, null, null, null],
    };

    public static TheoryData<State, LifecycleStep> All() =>
        new(Transitions.Keys.SelectMany(state => Enum.GetValues<LifecycleStep>().Select(step => (state, step))));

    public static TheoryData<State> States() => new(Transitions.Keys);

    [Theory]
    [MemberData(nameof(All))]
    public void Only_the_transitions_of_the_specification_exist(State state, LifecycleStep step) =>
        Assert.Equal(Transitions[state][(int)step], KeyLifecycle.After(state, step));

    [Theory]
    [InlineData((State)0)]
    [InlineData((State)7)]
    [InlineData((State)0x80000001)]
    public void An_unknown_state_leads_nowhere(State state) =>
        Assert.All(Enum.GetValues<LifecycleStep>(), step => Assert.Null(KeyLifecycle.After(state, step)));

    [Theory]
    [InlineData(State.PreActive, null, null, State.PreActive)]
    [InlineData(State.PreActive, 1, null, State.PreActive)]
    [InlineData(State.PreActive, 0, null, State.Active)]
    [InlineData(State.PreActive, -1, null, State.Active)]
    [InlineData(State.PreActive, -1, 1, State.Active)]
    [InlineData(State.PreActive, -2, -1, State.Deactivated)]
    [InlineData(State.PreActive, 0, 0, State.Deactivated)]
    [InlineData(State.PreActive, null, -1, State.PreActive)]
    [InlineData(State.PreActive, 1, -1, State.PreActive)]
    [InlineData(State.Active, null, null, State.Active)]
    [InlineData(State.Active, -5, 1, State.Active)]
    [InlineData(State.Active, -5, 0, State.Deactivated)]
    [InlineData(State.Active, null, -1, State.Deactivated)]
    [InlineData(State.Deactivated, -5, 5, State.Deactivated)]
    [InlineData(State.Compromised, -5, -1, State.Compromised)]
    [InlineData(State.Destroyed, -5, -1, State.Destroyed)]
    [InlineData(State.DestroyedCompromised, -5, -1, State.DestroyedCompromised)]
    public void A_date_that_has_come_takes_effect_by_itself(State state, int? activation, int? deactivation, State expected)
    {
        ManagedObjectRecord record = Record(state);
        record.Attributes.ActivationDate = activation is { } begins ? Now.AddSeconds(begins) : null;
        record.Attributes.DeactivationDate = deactivation is { } ends ? Now.AddSeconds(ends) : null;

        ManagedObjectRecord current = KeyLifecycle.AsOf(record, Now);

        Assert.Equal(expected, current.State);
        Assert.Equal(state, record.State);
        Assert.Equal(state == expected, ReferenceEquals(record, current));
        Assert.Equal(record.Attributes.ActivationDate, current.Attributes.ActivationDate);
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Only_an_active_key_protects(State state) => Assert.Equal(state is State.Active, KeyLifecycle.MayProtect(Record(state), Now));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void The_protect_stop_date_ends_protection(int stop, bool expected)
    {
        ManagedObjectRecord record = Record(State.Active);
        record.Attributes.ProtectStopDate = Now.AddSeconds(stop);
        Assert.Equal(expected, KeyLifecycle.MayProtect(record, Now));
        Assert.True(KeyLifecycle.MayProcess(record, Now));
    }

    [Theory]
    [MemberData(nameof(States))]
    public void What_was_protected_can_be_processed_until_the_key_is_destroyed(State state) =>
        Assert.Equal(state is State.Active or State.Deactivated or State.Compromised, KeyLifecycle.MayProcess(Record(state), Now));

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void The_process_start_date_begins_processing(int start, bool expected)
    {
        ManagedObjectRecord record = Record(State.Active);
        record.Attributes.ProcessStartDate = Now.AddSeconds(start);
        Assert.Equal(expected, KeyLifecycle.MayProcess(record, Now));
    }

    [Fact]
    public void A_record_without_a_state_is_pre_active()
    {
        ManagedObjectRecord record = Record(State.Active);
        record.Attributes.Remove(KmipTag.State);
        Assert.Equal(State.PreActive, record.State);
        Assert.False(record.IsDestroyed);
    }

    [Fact]
    public void A_record_prints_its_type_and_identifier_only()
    {
        ManagedObjectRecord record = Record(State.Active);
        record.Attributes.Add(KmipTag.Name, AttributeValue.Structure(new Name { NameValue = "confidential", NameType = NameType.UninterpretedTextString }));
        Assert.Equal("SymmetricKey id", record.ToString());
    }

    private static ManagedObjectRecord Record(State state) => new()
    {
        UniqueIdentifier = "id",
        ObjectType = ObjectType.SymmetricKey,
        Owner = "owner",
        Attributes = new AttributeList { State = state },
    };
}
