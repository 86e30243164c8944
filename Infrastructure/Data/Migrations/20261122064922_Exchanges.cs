using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Exchanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsWhole",
                table: "DecisionBatches",
                type: "tinyint(1)",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "ExchangeOffers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    GroupCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Until = table.Column<DateOnly>(type: "date", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExchangeOffers", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Exchanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    GroupCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    EffectiveOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ProposedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    AnswerUntil = table.Column<DateOnly>(type: "date", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    AcceptedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    EndCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    TurnPlaceId = table.Column<int>(type: "int", nullable: true),
                    RecordId = table.Column<long>(type: "bigint", nullable: true),
                    BatchId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Exchanges", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Exchanges_DecisionBatches_BatchId",
                        column: x => x.BatchId,
                        principalTable: "DecisionBatches",
                        principalColumn: "Id");
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MobilityBarriers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Year = table.Column<int>(type: "int", nullable: false),
                    CategoryCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    GroupCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Points = table.Column<decimal>(type: "decimal(8,2)", precision: 8, scale: 2, nullable: false),
                    Admitted = table.Column<int>(type: "int", nullable: true),
                    Source = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    Confidence = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MobilityBarriers", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ExchangeOfferWishes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    OfferId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExchangeOfferWishes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ExchangeOfferWishes_ExchangeOffers_OfferId",
                        column: x => x.OfferId,
                        principalTable: "ExchangeOffers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ExchangeAgreements",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    ExchangeId = table.Column<long>(type: "bigint", nullable: false),
                    Order = table.Column<int>(type: "int", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    IsAgreed = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    Code = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Remark = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    AccountId = table.Column<long>(type: "bigint", nullable: true),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExchangeAgreements", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ExchangeAgreements_Exchanges_ExchangeId",
                        column: x => x.ExchangeId,
                        principalTable: "Exchanges",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ExchangeNotes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    ExchangeId = table.Column<long>(type: "bigint", nullable: false),
                    Order = table.Column<int>(type: "int", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    What = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    AccountId = table.Column<long>(type: "bigint", nullable: true),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: true),
                    PlaceId = table.Column<int>(type: "int", nullable: true),
                    Role = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: true, collation: "utf8mb4_bin"),
                    Code = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Remark = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExchangeNotes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ExchangeNotes_Exchanges_ExchangeId",
                        column: x => x.ExchangeId,
                        principalTable: "Exchanges",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ExchangeParties",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    ExchangeId = table.Column<long>(type: "bigint", nullable: false),
                    Order = table.Column<int>(type: "int", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    FromPlaceId = table.Column<int>(type: "int", nullable: false),
                    FromPath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    ToPlaceId = table.Column<int>(type: "int", nullable: false),
                    AcceptedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    HeadRemark = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    HeadRemarkAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExchangeParties", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ExchangeParties_Exchanges_ExchangeId",
                        column: x => x.ExchangeId,
                        principalTable: "Exchanges",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_ExchangeAgreements_ExchangeId_Order",
                table: "ExchangeAgreements",
                columns: new[] { "ExchangeId", "Order" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ExchangeNotes_ExchangeId_Order",
                table: "ExchangeNotes",
                columns: new[] { "ExchangeId", "Order" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ExchangeOffers_EmployeeId",
                table: "ExchangeOffers",
                column: "EmployeeId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ExchangeOffers_GroupCode_PlacePath",
                table: "ExchangeOffers",
                columns: new[] { "GroupCode", "PlacePath" });

            migrationBuilder.CreateIndex(
                name: "IX_ExchangeOfferWishes_OfferId_PlaceId",
                table: "ExchangeOfferWishes",
                columns: new[] { "OfferId", "PlaceId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ExchangeParties_EmployeeId",
                table: "ExchangeParties",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_ExchangeParties_ExchangeId_Order",
                table: "ExchangeParties",
                columns: new[] { "ExchangeId", "Order" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ExchangeParties_FromPath",
                table: "ExchangeParties",
                column: "FromPath");

            migrationBuilder.CreateIndex(
                name: "IX_Exchanges_BatchId",
                table: "Exchanges",
                column: "BatchId");

            migrationBuilder.CreateIndex(
                name: "IX_Exchanges_PlacePath_State",
                table: "Exchanges",
                columns: new[] { "PlacePath", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Exchanges_TurnPlaceId_State",
                table: "Exchanges",
                columns: new[] { "TurnPlaceId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_MobilityBarriers_PlaceId_GroupCode_CategoryCode_Year",
                table: "MobilityBarriers",
                columns: new[] { "PlaceId", "GroupCode", "CategoryCode", "Year" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MobilityBarriers_PlacePath",
                table: "MobilityBarriers",
                column: "PlacePath");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ExchangeAgreements");

            migrationBuilder.DropTable(
                name: "ExchangeNotes");

            migrationBuilder.DropTable(
                name: "ExchangeOfferWishes");

            migrationBuilder.DropTable(
                name: "ExchangeParties");

            migrationBuilder.DropTable(
                name: "MobilityBarriers");

            migrationBuilder.DropTable(
                name: "ExchangeOffers");

            migrationBuilder.DropTable(
                name: "Exchanges");

            migrationBuilder.DropColumn(
                name: "IsWhole",
                table: "DecisionBatches");
        }
    }
}
