using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Infrastructure.Data;

/// <summary>
/// One order already carried out: inserted first in its transaction, so that the same order sent twice
/// (a weak line, a double tap) has one effect and gets the same answer.
/// </summary>
[NotAudited]
public sealed class IdempotentCall
{
    public const int KeyLength = 80;

    /// <summary>Who sent it: "a12" for an account, "x…" for the hash of a visitor's form cookie or bearer token.</summary>
    public required string Sender { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of the order's content; the same key with another content is refused.</summary>
    public required string ContentHash { get; init; }

    public required DateTime At { get; init; }

    /// <summary>The answer as JSON.</summary>
    public string? Answer { get; set; }
}

public sealed class IdempotentCallConfiguration : IEntityTypeConfiguration<IdempotentCall>
{
    public void Configure(EntityTypeBuilder<IdempotentCall> builder)
    {
        builder.HasKey(c => new { c.Sender, c.Key });
        builder.Property(c => c.Sender).IsCode(40);
        builder.Property(c => c.Key).IsCode(IdempotentCall.KeyLength);
        builder.Property(c => c.ContentHash).IsCode(44);
        builder.Property(c => c.Answer).IsLongText();
        builder.HasIndex(c => c.At);
    }
}

/// <summary>The key of the order being handled: written by the server into every form, or sent as Idempotency-Key.</summary>
public sealed class IdempotencyKey
{
    public const string Field = "Idempotency";
    public const string Header = "Idempotency-Key";

    /// <summary>Told with an answer that was given before: nothing was done this time.</summary>
    public const string Replayed = "Idempotency-Replayed";

    public string? Sender { get; set; }

    public string? Key { get; set; }

    /// <summary>The order was carried out before under this key, and its answer is given again.</summary>
    public bool IsReplay { get; set; }
}

/// <summary>
/// What tells two orders under one key apart. Whatever an order holds must reach its content: fields too, as those of a tuple; bytes that are
/// left out for their weight are stood for by a <c>Hash</c> of them.
/// </summary>
public static class OrderContent
{
    /// <summary>How an order is written before it is hashed; also what a check of all orders reads them by.</summary>
    public static readonly JsonSerializerOptions Options = Made();

    /// <summary>SHA-256 of all that the order says.</summary>
    public static string HashOf<TOrder>(TOrder order) => Convert.ToBase64String(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(order, Options)));

    private static JsonSerializerOptions Made()
    {
        var options = new JsonSerializerOptions { IncludeFields = true, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        options.MakeReadOnly();
        return options;
    }
}
