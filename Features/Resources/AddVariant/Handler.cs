using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Resources.AddVariant;

/// <param name="Whole">All its bytes, where they came along.</param>
public sealed record Command(long Id, string? Kind, long Length, byte[]? Whole) : ICommand<Upload>;

public sealed class Handler(ResourceDesk desk) : ICommandHandler<Command, Upload>
{
    public async Task<Outcome<Upload>> Handle(Command command, CancellationToken ct)
    {
        if (await desk.Hold(command.Id, ct) is not { } resource) return Refusal.NotFound;
        if (!Enum.TryParse<VariantKind>(command.Kind, out var kind) || !Enum.IsDefined(kind) || command.Kind!.Length < 3) return Refusal.Invalid("Kind", "resources.kind.needed");
        var begun = await desk.Begin(resource, kind, command.Length, ct);
        if (begun.Refusal is { } refusal) return refusal;
        if (command.Whole is not { } whole) return await desk.Where(begun.Value, ct);
        // Bytes that a broken upload left are those of another sending.
        await desk.Empty(begun.Value, ct);
        return await desk.Take(begun.Value, 0, whole, ct);
    }
}
