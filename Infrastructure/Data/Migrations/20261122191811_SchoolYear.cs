using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class SchoolYear : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_GuidanceCampaigns_PlaceId_SchoolYearId_ToLevel",
                table: "GuidanceCampaigns");

            migrationBuilder.AddColumn<long>(
                name: "VoiceId",
                table: "ThreadLines",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "VoiceSeconds",
                table: "ThreadLines",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Trace",
                table: "MarkFolderFiles",
                type: "longtext",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Aside",
                table: "GuidanceCampaigns",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "WithdrawReason",
                table: "GuidanceCampaigns",
                type: "varchar(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "WithdrawnAt",
                table: "GuidanceCampaigns",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "WithdrawnByAccountId",
                table: "GuidanceCampaigns",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_ThreadLines_VoiceId",
                table: "ThreadLines",
                column: "VoiceId");

            migrationBuilder.CreateIndex(
                name: "IX_LicenceRemarks_PlaceId_State_MendBy",
                table: "LicenceRemarks",
                columns: new[] { "PlaceId", "State", "MendBy" });

            migrationBuilder.CreateIndex(
                name: "IX_GuidanceCampaigns_PlaceId_SchoolYearId_ToLevel_Aside",
                table: "GuidanceCampaigns",
                columns: new[] { "PlaceId", "SchoolYearId", "ToLevel", "Aside" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ThreadLines_VoiceId",
                table: "ThreadLines");

            migrationBuilder.DropIndex(
                name: "IX_LicenceRemarks_PlaceId_State_MendBy",
                table: "LicenceRemarks");

            migrationBuilder.DropIndex(
                name: "IX_GuidanceCampaigns_PlaceId_SchoolYearId_ToLevel_Aside",
                table: "GuidanceCampaigns");

            migrationBuilder.DropColumn(
                name: "VoiceId",
                table: "ThreadLines");

            migrationBuilder.DropColumn(
                name: "VoiceSeconds",
                table: "ThreadLines");

            migrationBuilder.DropColumn(
                name: "Trace",
                table: "MarkFolderFiles");

            migrationBuilder.DropColumn(
                name: "Aside",
                table: "GuidanceCampaigns");

            migrationBuilder.DropColumn(
                name: "WithdrawReason",
                table: "GuidanceCampaigns");

            migrationBuilder.DropColumn(
                name: "WithdrawnAt",
                table: "GuidanceCampaigns");

            migrationBuilder.DropColumn(
                name: "WithdrawnByAccountId",
                table: "GuidanceCampaigns");

            migrationBuilder.CreateIndex(
                name: "IX_GuidanceCampaigns_PlaceId_SchoolYearId_ToLevel",
                table: "GuidanceCampaigns",
                columns: new[] { "PlaceId", "SchoolYearId", "ToLevel" },
                unique: true);
        }
    }
}
